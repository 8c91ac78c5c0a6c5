#include "shared/text_file.h"

#include <fmt/format.h>

#include <array>

#include "base/printable.h"
#include "shared/failure.h"
#include "shared/file_source.h"

namespace diallint {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

}  // namespace

std::string text_of_file(std::string_view option, const std::string& path) {
  try {
    FileSource source(path);
    std::string text;
    std::array<char, 1 << 14> piece{};
    while (const std::size_t got = source.read(piece.data(), piece.size())) {
      text.append(piece.data(), got);
      if (text.size() > kMaxBytes)
        throw FatalError{
            fmt::format("{}: {} is larger than 64 MiB; check the name", option, printable(path))};
    }
    return text;
  } catch (const ReadError& error) {
    throw FatalError{fmt::format("{}: {}: {}", option, printable(path), error.what)};
  }
}

}  // namespace diallint
