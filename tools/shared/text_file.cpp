#include "shared/text_file.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "base/printable.h"
#include "shared/failure.h"

namespace diallint {
namespace {

namespace fs = std::filesystem;

std::string whole_text(std::string_view option, const FileToRead& file, std::size_t max_bytes) {
  FileSource source(file);
  std::string text;
  std::array<char, 1 << 14> piece{};
  while (const std::size_t got = source.read(piece.data(), piece.size())) {
    text.append(piece.data(), got);
    if (text.size() <= max_bytes) continue;
    const std::size_t kib = max_bytes >> 10;
    throw FatalError{
        fmt::format("{}: {} is larger than {}; check the name", option, printable(file.path),
                    kib >= 1024 ? fmt::format("{} MiB", kib >> 10) : fmt::format("{} KiB", kib))};
  }
  return text;
}

}  // namespace

const std::string& text_of_file(std::string_view option, const FileToRead& file,
                                std::size_t max_bytes) {
  using FileName = std::pair<std::string, std::string>;
  static std::map<FileName, std::string> texts;
  const FileName place(file.beneath.root, file.beneath.empty() ? file.path : file.beneath.path);
  const auto known = texts.find(place);
  if (known != texts.end()) return known->second;
  std::error_code ignored;
  const int trouble = file.beneath.empty() ? 0 : trouble_beneath(file.beneath);
  if (trouble == ELOOP)
    throw FatalError{
        fmt::format("{}: {} leads through a symbolic link; a path in a file is one "
                    "without links",
                    option, printable(file.path))};
  if (fs::is_directory(file.path, ignored))
    throw FatalError{
        fmt::format("{}: {} is a directory; name a file in it", option, printable(file.path))};
  try {
    return texts.emplace(place, whole_text(option, file, max_bytes)).first->second;
  } catch (const ReadError& error) {
    throw FatalError{fmt::format("{}: {}: {}", option, printable(file.path), error.what)};
  }
}

const std::string& text_of_file(std::string_view option, const std::string& path) {
  return text_of_file(option, FileToRead{path, {}, kPatience});
}

std::string without_space(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin));
}

}  // namespace diallint
