// What nlohmann's parser says of a JSON text, in the terms of this project.
#pragma once
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "context/check_context.h"
#include "input/foreign_format.h"

namespace diallint::fuzz {

enum class JsonVerdict { kSound, kBroken, kUnknown };

namespace detail {

/// Notes what a grammar does not forbid and diallint does: NUL in a text, deep nesting.
class JsonEars final : public nlohmann::json_sax<nlohmann::json> {
 public:
  JsonVerdict verdict = JsonVerdict::kSound;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t& text) override { return heard(text); }
  bool binary(binary_t&) override { return true; }
  bool key(string_t& text) override { return heard(text); }
  bool start_object(std::size_t) override { return down(); }
  bool end_object() override { return up(); }
  bool start_array(std::size_t) override { return down(); }
  bool end_array() override { return up(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& e) override {
    // 406: a number too large for a double, which JSON allows.
    verdict = e.id == 406 ? JsonVerdict::kUnknown : JsonVerdict::kBroken;
    return false;
  }

 private:
  bool heard(const std::string& text) {
    if (text.find('\0') != std::string::npos) verdict = JsonVerdict::kBroken;
    return true;
  }
  bool down() {
    if (++depth_ > kMaxDepth) verdict = JsonVerdict::kBroken;
    return true;
  }
  bool up() {
    --depth_;
    return true;
  }
  unsigned depth_ = 0;
};

}  // namespace detail

/// Whether a text is sound JSON within what diallint reads. A byte order mark is passed over.
inline JsonVerdict json_verdict(std::string_view text) {
  // nlohmann's parser takes the byte for the end of its input; JSON has no place for it.
  if (text.find('\0') != std::string_view::npos) return JsonVerdict::kBroken;
  detail::JsonEars ears;
  nlohmann::json::sax_parse(text.begin(), text.end(), &ears);
  return ears.verdict;
}

/// Whether a finding of this rule says that a text cannot be read as JSON.
inline bool is_about_text(std::string_view rule) {
  return rule == "json-syntax" || rule == "encoding" || rule == "input-limit";
}

/// Whether a text opens as one of another encoding, which is reported once and not read.
inline bool is_foreign(std::string_view text) {
  return !foreign_encoding(text).empty() || foreign_format(text) != nullptr;
}

/// Whether a text holds nothing: an input without records, and no fault of its text.
inline bool is_blank(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace diallint::fuzz
