#include "engine/input_formats.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "input/format_detection.h"

namespace diallint {
namespace {

constexpr std::array kReaders = {
    &kJsonReader,
    &kNdjsonReader,
    &kCsvReader,
};

}  // namespace

std::span<const FormatReader* const> format_readers() noexcept { return kReaders; }

const FormatReader* reader_of(InputFormat format) noexcept {
  for (const FormatReader* reader : kReaders)
    if (reader->format == format) return reader;
  return nullptr;
}

const std::vector<std::string_view>& input_format_names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names = {"auto"};
    for (const FormatReader* reader : kReaders) names.push_back(reader->name);
    return names;
  }();
  return kNames;
}

InputFormat input_format_named(std::string_view name) noexcept {
  for (const FormatReader* reader : kReaders)
    if (reader->name == name) return reader->format;
  return InputFormat::kAuto;
}

const std::vector<std::string_view>& input_extensions() {
  static const std::vector<std::string_view> kExtensions = [] {
    std::vector<std::string_view> all;
    for (const FormatReader* reader : kReaders)
      all.insert(all.end(), reader->extensions.begin(), reader->extensions.end());
    return all;
  }();
  return kExtensions;
}

bool has_extension(std::string_view name, std::span<const std::string_view> extensions) noexcept {
  return std::any_of(extensions.begin(), extensions.end(), [&](std::string_view extension) {
    return ends_with_any_case(name, extension);
  });
}

InputFormat detect_format(std::string_view name, std::string_view head) {
  Likeness least = Likeness::kPossible;
  for (const FormatReader* reader : kReaders) {
    if (!has_extension(name, reader->extensions)) continue;
    if (reader->name_is_wrong != nullptr && !reader->name_is_wrong(head)) return reader->format;
    least = Likeness::kCertain;
  }
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
  for (const FormatReader* reader : kReaders)
    if (reader->likeness != nullptr && reader->likeness(head) >= least) return reader->format;
  return InputFormat::kJson;
}

}  // namespace diallint
