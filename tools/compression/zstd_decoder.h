// zstd (RFC 8878): all frames of a file.
#pragma once
#include <memory>
#include <string_view>

#include "compression/decoder.h"
#include "compression/packed_input.h"

namespace diallint {

/// Whether a frame begins so, or one that is to be skipped.
bool begins_zstd_frame(std::string_view head) noexcept;

/// The input outlives it.
std::unique_ptr<Decoder> make_zstd_decoder(PackedInput& input);

}  // namespace diallint
