#include "compression/zip_headers.h"

#include <algorithm>

namespace diallint {
namespace {

template <typename Number>
Number number_at(std::string_view bytes, std::size_t at) noexcept {
  Number number = 0;
  for (std::size_t i = sizeof(Number); i-- > 0;)
    number = static_cast<Number>((std::uint64_t{number} << 8) |
                                 static_cast<unsigned char>(bytes[at + i]));
  return number;
}

// The field of Zip64 has the sizes, in this order, that the fixed part has no room for.
void read_zip64(std::string_view extra, ZipEntry& entry) {
  constexpr std::uint16_t kZip64 = 0x0001;
  constexpr std::uint32_t kElsewhere = 0xFFFFFFFF;
  while (extra.size() >= 4) {
    const std::uint16_t id = zip_u16(extra, 0);
    const std::size_t size = std::min<std::size_t>(zip_u16(extra, 2), extra.size() - 4);
    std::string_view field = extra.substr(4, size);
    for (std::uint64_t* value : {&entry.size, &entry.packed}) {
      if (id != kZip64 || *value != kElsewhere || field.size() < 8) continue;
      *value = zip_u64(field, 0);
      field.remove_prefix(8);
    }
    extra.remove_prefix(4 + size);
  }
}

// Both headers hold the same from the flags on; `at` is where those stand.
ZipEntry entry_at(std::string_view fixed, std::size_t at, std::string_view name,
                  std::string_view extra) {
  ZipEntry entry;
  entry.name = name;
  entry.flags = zip_u16(fixed, at);
  entry.method = zip_u16(fixed, at + 2);
  entry.checksum = zip_u32(fixed, at + 8);
  entry.packed = zip_u32(fixed, at + 12);
  entry.size = zip_u32(fixed, at + 16);
  read_zip64(extra, entry);
  return entry;
}

struct Directory {
  std::uint64_t entries = 0;
  std::uint64_t size = 0;
  std::size_t end = 0;  // in the tail
};

Directory directory_before(std::string_view tail, std::size_t end) {
  const bool is_large = end >= kZip64EndBytes + kZip64LocatorBytes &&
                        tail.substr(end - kZip64LocatorBytes).starts_with(kZip64Locator);
  const std::size_t large = is_large ? end - kZip64LocatorBytes - kZip64EndBytes : 0;
  if (is_large && tail.substr(large).starts_with(kZip64End))
    return {zip_u64(tail, large + 32), zip_u64(tail, large + 40), large};
  return {zip_u16(tail, end + 10), zip_u32(tail, end + 12), end};
}

}  // namespace

std::uint16_t zip_u16(std::string_view bytes, std::size_t at) noexcept {
  return number_at<std::uint16_t>(bytes, at);
}
std::uint32_t zip_u32(std::string_view bytes, std::size_t at) noexcept {
  return number_at<std::uint32_t>(bytes, at);
}
std::uint64_t zip_u64(std::string_view bytes, std::size_t at) noexcept {
  return number_at<std::uint64_t>(bytes, at);
}

ZipEntry zip_local_entry(std::string_view fixed, std::string_view name, std::string_view extra) {
  return entry_at(fixed, 6, name, extra);
}

ZipEntry zip_directory_entry(std::string_view fixed, std::string_view name,
                             std::string_view extra) {
  return entry_at(fixed, 8, name, extra);
}

std::optional<std::uint64_t> zip_files(std::string_view tail) {
  const std::size_t end = tail.rfind(kZipEnd);
  if (end == std::string_view::npos || tail.size() - end < kZipEndBytes) return std::nullopt;
  const Directory directory = directory_before(tail, end);
  if (directory.size > directory.end) return directory.entries;
  std::string_view rest = tail.substr(directory.end - directory.size, directory.size);
  std::uint64_t files = 0;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    if (rest.size() < kZipDirectoryBytes || !rest.starts_with(kZipDirectoryHeader))
      return directory.entries;
    const std::size_t name = zip_u16(rest, 28);
    const std::size_t size = kZipDirectoryBytes + name + zip_u16(rest, 30) + zip_u16(rest, 32);
    if (!rest.substr(kZipDirectoryBytes, name).ends_with('/')) ++files;
    rest.remove_prefix(std::min(size, rest.size()));
  }
  return files;
}

}  // namespace diallint
