// The bytes of a source with edits made.
#pragma once
#include <cstdint>
#include <string_view>

#include "diallint/edits.h"
#include "input/byte_source.h"

namespace diallint {

class EditedSource final : public ByteSource {
 public:
  /// Both outlive this.
  EditedSource(ByteSource& source, const Edits& edits)
      : source_(source), edit_(edits.begin()), end_(edits.end()) {}
  std::size_t read(char* out, std::size_t size) override;

 private:
  bool begin_edit();
  std::size_t pass(char* out, std::size_t size);

  ByteSource& source_;
  Edits::Iterator edit_;  // at hand, or the next one
  Edits::Iterator end_;
  bool begun_ = false;       // it is at hand
  std::string_view text_;    // of it, what is left
  std::uint64_t drop_ = 0;   // bytes of the source to leave out, behind that text
  std::uint64_t place_ = 0;  // in the source
};

}  // namespace diallint
