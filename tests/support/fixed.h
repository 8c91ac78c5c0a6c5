// Texts fixed for the moment of all tests, as the tests want to look at them.
#pragma once
#include <catch2/catch.hpp>
#include <cstring>
#include <string>
#include <string_view>

#include "diallint/fix.h"
#include "support/lint.h"

namespace diallint::test {

inline Ruleset rules_of_tests(const Settings& settings = test_settings()) {
  return *Ruleset::builtin().with(settings);
}

inline Fixed fixed(std::string_view text, const FixOptions& options = {},
                   const Ruleset& rules = rules_of_tests()) {
  Result<Fixed> result = fix(text, kNow, options, rules);
  if (!result) UNSCOPED_INFO(result.error().message);
  REQUIRE(result);
  return *std::move(result);
}

/// "2 number-form, 1 time-zone", or "nothing".
inline std::string made_in(const FixSummary& summary) {
  std::string words;
  for (const auto& [kind, count] : summary.made)
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", count, kind);
  return words.empty() ? "nothing" : words;
}

/// A text with edits made, the plain way.
inline std::string edited(std::string_view text, const Edits& edits) {
  std::string out;
  std::uint64_t done = 0;
  for (const Edit& edit : edits) {
    out += text.substr(done, edit.span.begin - done);
    out += edit.text;
    done = edit.span.end;
  }
  return out.append(text.substr(done));
}

/// Gives a text in pieces, from its beginning each time that it is opened.
inline OpenText opens(std::string_view text, std::size_t step = SIZE_MAX) {
  return [text, step] {
    return [left = text, step](char* out, std::size_t size) mutable {
      const std::size_t count = left.copy(out, std::min(size, step));
      left.remove_prefix(count);
      return static_cast<std::ptrdiff_t>(count);
    };
  };
}

}  // namespace diallint::test
