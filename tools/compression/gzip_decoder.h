// gzip (RFC 1952): all members of a file.
#pragma once
#include <memory>

#include "compression/decoder.h"
#include "compression/packed_input.h"

namespace diallint {

inline constexpr std::string_view kGzipMagic = "\x1F\x8B";

/// Zeros behind the last member, as tapes leave them, are no fault. The input outlives it.
std::unique_ptr<Decoder> make_gzip_decoder(PackedInput& input);

}  // namespace diallint
