// The forms of compressed input: one table, from which the decoders are chosen and which folders
// and documents name them from.
#pragma once
#include <memory>
#include <span>
#include <string_view>

#include "compression/decoder.h"
#include "compression/packed_input.h"
#include "compression/zip_decoder.h"

namespace diallint {

struct CompressedFormat {
  std::string_view name;       ///< "gzip data"
  std::string_view extension;  ///< in lower case
  /// Whether an input begins so, as far as kCompressedHead bytes tell.
  bool (*begins)(std::string_view head);
  std::unique_ptr<Decoder> (*make)(PackedInput& input, const TailOf& tail);
};

/// How much of an input tells its format.
inline constexpr std::size_t kCompressedHead = 64;

std::span<const CompressedFormat> compressed_formats() noexcept;

/// The form of an input that begins so, or null.
const CompressedFormat* compressed_format(std::string_view head) noexcept;

/// A name without the extension of a compressed file; the whole name where it has none.
std::string_view without_compression(std::string_view name) noexcept;

}  // namespace diallint
