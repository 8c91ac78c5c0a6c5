// The bytes of a source with edits made.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "diallint/finding.h"
#include "input/byte_source.h"

namespace diallint {

class EditedSource final : public ByteSource {
 public:
  /// Edits ascend, and none overlaps another. Both outlive this.
  EditedSource(ByteSource& source, std::span<const Edit> edits) : source_(source), edits_(edits) {}
  std::size_t read(char* out, std::size_t size) override;

 private:
  void begin_edit();

  ByteSource& source_;
  std::span<const Edit> edits_;  // those that are not made
  std::string_view text_;        // of the one at hand, what is left of it
  std::uint64_t drop_ = 0;       // bytes of the source to leave out, behind that text
  std::uint64_t place_ = 0;      // in the source
};

}  // namespace diallint
