#include "compression/compressed_format.h"

#include <array>

#include "base/ascii.h"
#include "compression/gzip_decoder.h"
#include "compression/zip_headers.h"
#include "compression/zstd_decoder.h"
#include "input/foreign_format.h"

namespace diallint {
namespace {

bool begins_gzip(std::string_view head) { return head.starts_with(kGzipMagic); }

// Most office documents are archives too, and are called what they are.
bool begins_zip(std::string_view head) {
  if (!head.starts_with(kZipLocalHeader)) return false;
  const ForeignFormat* format = foreign_format(head);
  return format != nullptr && format->name == "a zip archive";
}

constexpr std::array kFormats = {
    CompressedFormat{
        "gzip data", ".gz", begins_gzip,
        [](PackedInput& input, const TailOf& /*tail*/) { return make_gzip_decoder(input); }},
    CompressedFormat{
        "zstd data", ".zst", [](std::string_view head) { return begins_zstd_frame(head); },
        [](PackedInput& input, const TailOf& /*tail*/) { return make_zstd_decoder(input); }},
    CompressedFormat{
        "zip archive", ".zip", begins_zip,
        [](PackedInput& input, const TailOf& tail) { return make_zip_decoder(input, tail); }},
};

}  // namespace

std::span<const CompressedFormat> compressed_formats() noexcept { return kFormats; }

const CompressedFormat* compressed_format(std::string_view head) noexcept {
  for (const CompressedFormat& format : kFormats)
    if (format.begins(head)) return &format;
  return nullptr;
}

std::string_view without_compression(std::string_view name) noexcept {
  for (const CompressedFormat& format : kFormats)
    if (ends_with_any_case(name, format.extension))
      return name.substr(0, name.size() - format.extension.size());
  return name;
}

}  // namespace diallint
