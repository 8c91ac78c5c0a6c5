// Where findings go while the bytes they are about are still at hand.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "diallint/finding.h"
#include "diallint/input_format.h"

namespace diallint {

/// A stretch of an input, which may be empty. It starts at the beginning of a line, but for one of
/// a JSON document that is read in stretches.
struct SourceChunk {
  std::uint32_t file = 0;                   ///< index of the input in the run
  std::string_view name;                    ///< of the input, as the user gave it; any bytes
  InputFormat format = InputFormat::kJson;  ///< never kAuto
  std::string_view bytes;        ///< UTF-8 where the input is sound; any bytes where it is not
  std::uint64_t origin = 0;      ///< offset of bytes[0] in the input
  std::uint64_t first_line = 1;  ///< the line that bytes[0] stands in
  std::size_t bom_size = 0;      ///< bytes at the front (a byte order mark) that no column counts
  char separator = ',';          ///< between the cells of CSV
  /// The rows of CSV that go over several lines, ascending; their line ends stand within quotes.
  std::span<const Span> tall_rows = {};
  std::string_view inner_name = {};  ///< ByteSource::inner_name()
  std::uint64_t first_column = 1;    ///< of bytes[0], or of the place where no bytes stand
};

/// What the format of the input is told by where its bytes leave it open.
inline std::string_view name_of_text(const SourceChunk& chunk) noexcept {
  return chunk.inner_name.empty() ? chunk.name : chunk.inner_name;
}

/// Takes findings, chunk by chunk, ascending by place within a chunk. Their spans begin inside
/// the chunk (or at its end) and may end behind it.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void take(const SourceChunk& chunk, std::span<const Finding> findings) = 0;
};

}  // namespace diallint
