// Compressed texts as other programs make them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace diallint::test {

/// One member.
std::string gzip_of(std::string_view text);
/// One frame, with a checksum unless the text shall be open to any change.
std::string zstd_of(std::string_view text, bool with_checksum = true);

enum class ZipWay {
  kStored,
  kDeflated,
  kDescribed,         ///< sizes stand behind the data, as in an archive that was written to a pipe
  kDescribedPlainly,  ///< the same without the descriptor's signature
  kLarge,             ///< sizes of Zip64
  kLargeDescribed,    ///< both
};
struct ZipFile {
  std::string name = "people.csv";
  std::string text = {};
  ZipWay way = ZipWay::kDeflated;
  std::uint16_t flags = 0;   ///< besides those of its way
  std::uint16_t method = 0;  ///< 0: that of its way
};
std::string zip_of(const std::vector<ZipFile>& files, std::string_view comment = {});

/// The text in all forms; a failing test names them.
struct Packed {
  std::string form;
  std::string bytes;
};
std::vector<Packed> packed_in_all_ways(const std::string& text);

}  // namespace diallint::test
