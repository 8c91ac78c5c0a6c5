// Patterns: class tables against RE2, and the translation against RE2 where both dialects say the
// same.
#include "plan/pattern.h"

#include <re2/re2.h>

#include <string>

#include "base/ascii.h"
#include "base/utf8.h"
#include "harness.h"

using namespace diallint;
using namespace diallint::fuzz;

namespace {

re2::RE2::Options quiet() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  return options;
}

// Whether ECMA-262 and RE2 mean the same by every sign in it.
bool means_the_same(std::string_view pattern) {
  for (const std::string_view sign : {".", "\\s", "\\S", "[:", "[]", "[^]", "\\c", "(?", "\\0"}) {
    if (pattern.find(sign) != std::string_view::npos) return false;
  }
  return true;
}

// RE2 takes a count with a needless zero for text, as in {00} and {1,02}.
bool has_padded_count(std::string_view pattern) {
  for (std::size_t at = 0; at + 2 < pattern.size(); ++at) {
    const bool opens = pattern[at] == '{' || pattern[at] == ',';
    const auto second = static_cast<unsigned char>(pattern[at + 2]);
    if (opens && pattern[at + 1] == '0' && is_digit(second)) return true;
  }
  return false;
}

void check_class(const Pattern& pattern, std::string_view text) {
  const CodePointClass& set = *pattern.plain_class();
  bool all = true;
  std::size_t index = 0;
  std::size_t first = std::string_view::npos;
  for (std::size_t at = 0; at < text.size(); ++index) {
    const bool in = set.contains(next_code_point(text, at));
    if (!in && all) first = index;
    all = all && in;
  }
  expect(pattern.matches(text) == (all && index >= pattern.minimum()), "a class is its table");
  const auto stray = pattern.first_stray(text);
  expect(stray.has_value() == !all && (all || stray->index == first), "the stray is the first");
  bool quick = true;
  for (const char c : text)
    quick = quick && pattern.fast_bytes().contains(static_cast<unsigned char>(c));
  expect(!quick || all, "quick bytes prove the class");
  std::string padded = std::string(text) + std::string(16, 'a');
  if (pattern.fast_bytes().contains_all({padded.data(), text.size()})) {
    expect(all, "sixteen at a time proves the class too");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const std::string_view source = bytes.until('\n');
  const std::string_view text = bytes.rest().substr(0, 256);
  if (find_invalid_utf8(source) != std::string_view::npos) return 0;  // no JSON string holds it
  const Pattern::Result result = Pattern::compile(source);
  expect(result.pattern.has_value() == result.error.empty(), "a pattern, or why there is none");
  if (!result.pattern || find_invalid_utf8(text) != std::string_view::npos) return 0;
  const Pattern& pattern = *result.pattern;
  const bool matches = pattern.matches(text);
  if (pattern.plain_class() != nullptr) {
    // Without a class the pattern is this RE2, and nothing could differ.
    const re2::RE2 translated(pattern.re2_source(), quiet());
    if (translated.ok()) {
      expect(re2::RE2::PartialMatch(text, translated) == matches, "RE2 says the same");
    }
    check_class(pattern, text);
  }
  if (has_padded_count(source) || !means_the_same(source) || source == pattern.re2_source())
    return 0;
  const re2::RE2 original(source, quiet());
  if (original.ok()) {
    expect(re2::RE2::PartialMatch(text, original) == matches, "RE2 reads the original so");
  }
  return 0;
}
