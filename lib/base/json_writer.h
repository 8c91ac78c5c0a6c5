// JSON as text, put together in order: commas and escapes are seen to.
#pragma once
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_string.h"

namespace diallint {

/// Appends to a string. What is opened is closed by whoever opened it. Behind a line end that the
/// caller has put there comes no comma.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& open(char bracket) {
    separate();
    out_ += bracket;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_ += bracket;
    return *this;
  }
  JsonWriter& name(std::string_view member) {
    separate();
    append_printable_json(out_, member);
    out_ += ':';
    return *this;
  }
  JsonWriter& value(std::string_view text) {
    separate();
    append_printable_json(out_, text);
    return *this;
  }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(std::uint64_t number) {
    separate();
    out_ += fmt::format("{}", number);
    return *this;
  }
  JsonWriter& value(bool truth) {
    separate();
    out_ += truth ? "true" : "false";
    return *this;
  }
  /// A text that is JSON already.
  JsonWriter& raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
  }
  template <typename Value>
  JsonWriter& put(std::string_view member, const Value& what) {
    name(member);
    return value(what);
  }

 private:
  void separate() {
    if (!out_.empty() && std::string_view("{[:\n").find(out_.back()) == std::string_view::npos)
      out_ += ',';
  }

  std::string& out_;
};

}  // namespace diallint
