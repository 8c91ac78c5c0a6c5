// The headers of a zip archive (PKWARE's APPNOTE 6.3.10, 4.3).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace diallint {

inline constexpr std::string_view kZipLocalHeader = "PK\x03\x04";
inline constexpr std::string_view kZipDirectoryHeader = "PK\x01\x02";
inline constexpr std::string_view kZipDescriptor = "PK\x07\x08";
inline constexpr std::string_view kZip64End = "PK\x06\x06";
inline constexpr std::string_view kZip64Locator = "PK\x06\x07";
inline constexpr std::string_view kZipEnd = "PK\x05\x06";

inline constexpr std::size_t kZipLocalBytes = 30;
inline constexpr std::size_t kZipDirectoryBytes = 46;
inline constexpr std::size_t kZip64EndBytes = 56;
inline constexpr std::size_t kZip64LocatorBytes = 20;
inline constexpr std::size_t kZipEndBytes = 22;
/// How much at the end of an archive holds its end header, with the longest comment, and the
/// directory of an archive of few files.
inline constexpr std::size_t kZipTailBytes = std::size_t{128} << 10;

/// Numbers of a header, the lowest byte first. The bytes are there.
std::uint16_t zip_u16(std::string_view bytes, std::size_t at) noexcept;
std::uint32_t zip_u32(std::string_view bytes, std::size_t at) noexcept;
std::uint64_t zip_u64(std::string_view bytes, std::size_t at) noexcept;

/// What a local header or one of the directory says of a file.
struct ZipEntry {
  std::string name;  ///< any bytes
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
  std::uint32_t checksum = 0;  ///< CRC-32 of the text
  std::uint64_t packed = 0;    ///< bytes in the archive
  std::uint64_t size = 0;      ///< bytes of the text

  bool is_encrypted() const noexcept { return (flags & 0x2041) != 0; }
  /// Checksum and sizes stand behind the data.
  bool has_descriptor() const noexcept { return (flags & 0x0008) != 0; }
  bool is_folder() const noexcept { return name.ends_with('/'); }
};

/// The sizes of a header, from the fixed part and, where they are too large for that, from the
/// extra field of Zip64.
ZipEntry zip_local_entry(std::string_view fixed, std::string_view name, std::string_view extra);
ZipEntry zip_directory_entry(std::string_view fixed, std::string_view name, std::string_view extra);

/// How many files, folders aside, an archive has that ends so; nothing where it has no end.
std::optional<std::uint64_t> zip_files(std::string_view tail);

}  // namespace diallint
