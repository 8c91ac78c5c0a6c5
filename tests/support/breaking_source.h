// A source that ends where its text has not.
#pragma once
#include <string_view>

#include "input/byte_source.h"

namespace diallint::test {

/// A text, and why it goes no further.
class BreakingSource final : public ByteSource {
 public:
  BreakingSource(std::string_view text, std::size_t step, BreakOff::Kind kind)
      : text_(text, step), why_{kind, "it breaks", "mend it"} {}
  std::size_t read(char* out, std::size_t size) override { return text_.read(out, size); }
  bool may_break_off() const noexcept override { return true; }
  const BreakOff* break_off() const noexcept override { return &why_; }
  std::string_view inner_name() const noexcept override { return "people.tsv"; }

 private:
  TextSource text_;
  BreakOff why_;
};

}  // namespace diallint::test
