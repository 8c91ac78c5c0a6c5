// UTF-8 and escapes against a decoder that does what the standard says, one byte after the other.
#include "base/utf8.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "base/json_string.h"
#include "harness.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

struct Decoded {
  std::u32string code_points;
  std::size_t bad_at = std::string_view::npos;  // of the first sequence that is none
};

// The value of the sequence at `at` by its bits alone, judged afterwards (RFC 3629, section 3).
std::optional<std::pair<char32_t, std::size_t>> slow_sequence(std::string_view text,
                                                              std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return std::pair{char32_t{lead}, std::size_t{1}};
  unsigned length = 0;
  while (length < 8 && ((lead << length) & 0x80) != 0) ++length;
  if (length < 2 || length > 4 || at + length > text.size()) return std::nullopt;
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if (byte / 64 != 2) return std::nullopt;
    value = value * 64 + byte % 64;
  }
  constexpr char32_t kMin[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kMin[length] || value > 0x10FFFF) return std::nullopt;
  if (value >= 0xD800 && value <= 0xDFFF) return std::nullopt;
  return std::pair{value, std::size_t{length}};
}

Decoded decode_slowly(std::string_view text) {
  Decoded decoded;
  for (std::size_t at = 0; at < text.size();) {
    const auto sequence = slow_sequence(text, at);
    if (!sequence && decoded.bad_at == std::string_view::npos) decoded.bad_at = at;
    decoded.code_points += sequence ? sequence->first : U'\xFFFD';
    at += sequence ? sequence->second : 1;
  }
  return decoded;
}

void check_decoding(std::string_view text, const Decoded& slow) {
  expect(find_invalid_utf8(text) == slow.bad_at, "the first invalid byte is found");
  std::u32string decoded;
  for (std::size_t at = 0; at < text.size();) decoded += next_code_point(text, at);
  expect(decoded == slow.code_points, "code points are decoded");
  if (slow.bad_at != std::string_view::npos) return;
  expect(count_code_points(text) == slow.code_points.size(), "code points are counted");
  std::string again;
  for (const char32_t c : slow.code_points) append_utf8(again, c);
  expect(again == text, "code points are encoded");
}

void check_writing(std::string_view text, const Decoded& slow) {
  std::string json;
  append_json_string(json, text);
  const nlohmann::json value = nlohmann::json::parse(json, nullptr, false);
  expect(value.is_string(), "what is written is JSON");
  expect(decode_slowly(value.get_ref<const std::string&>()).code_points == slow.code_points,
         "what is written is the text");
}

// The raw inside of a JSON string, where it can be one: its value, or a fault.
void check_escapes(std::string_view raw, const Decoded& slow) {
  std::string value;
  const EscapeError error = unescape_json(raw, value);
  expect(error.at <= raw.size(), "a fault lies within the text");
  const bool may_stand = slow.bad_at == std::string_view::npos &&
                         raw.find_first_of("\n\r\t\b\f\"") == std::string_view::npos;
  if (!may_stand) return;
  const auto json = nlohmann::json::parse('"' + std::string(raw) + '"', nullptr, false);
  if (!json.is_string()) return;  // control characters, or a fault that is expected below
  const std::string& expected = json.get_ref<const std::string&>();
  const bool nul = expected.find('\0') != std::string::npos;
  expect((error.fault == EscapeErrorCode::kNul) == nul, "an escaped NUL is a fault");
  if (!nul) {
    expect(error.fault == EscapeErrorCode::kNone && value == expected, "escapes have their values");
  }
}

// With a letter in place of what every \\uXXXX stands for: then an escape that is none is all that
// can be wrong.
std::string with_letters(std::string_view raw) {
  std::string text(raw);
  for (std::size_t at = 0; (at = text.find("\\u", at)) != std::string::npos; at += 2) {
    const std::string_view digits = std::string_view(text).substr(at + 2, 4);
    const bool unit = digits.size() == 4 &&
                      digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (unit) text.replace(at + 2, 4, "0041");
  }
  return text;
}

// The other way round: what nlohmann refuses has a fault, unless quotes or controls are why; and
// what is no JSON at all is called that.
void check_refusals(std::string_view raw, const Decoded& slow) {
  if (slow.bad_at != std::string_view::npos) return;
  for (const char c : raw) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '"') return;
  }
  std::string value;
  const EscapeErrorCode fault = unescape_json(raw, value).fault;
  const bool refused = !nlohmann::json::accept('"' + std::string(raw) + '"');
  expect(!refused || fault != EscapeErrorCode::kNone, "bad escapes are faults");
  const bool no_json = !nlohmann::json::accept('"' + with_letters(raw) + '"');
  expect((fault == EscapeErrorCode::kBadEscape) == no_json,
         "an unknown escape is named before others");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Decoded slow = decode_slowly(text);
  check_decoding(text, slow);
  check_writing(text, slow);
  check_escapes(text, slow);
  check_refusals(text, slow);
  return 0;
}
