// Differences: those with values are patches, and those without show none.
#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "base/random.h"
#include "support/fixed.h"

namespace diallint::test {
namespace {

std::string diff(std::string_view text, const Fixes& fixes, const DiffOptions& options = {},
                 std::size_t step = SIZE_MAX) {
  std::string out;
  const Error error =
      write_diff(opens(text, step), fixes, options, [&](std::string_view bytes) { out += bytes; });
  REQUIRE_FALSE(error);
  return out;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// What a patch makes of a text; each line that it names has to be there.
std::string patched(const std::string& text, const std::string& patch) {
  const std::vector<std::string> old = lines_of(text);
  std::string out;
  std::size_t at = 0;
  std::istringstream stream(patch);
  std::string line;
  std::getline(stream, line);
  std::getline(stream, line);
  std::string* last = nullptr;
  std::string kept;
  unsigned long left_old = 0, left_new = 0;
  while (std::getline(stream, line)) {
    if (line.starts_with("@@")) {
      REQUIRE(left_old + left_new == 0);
      unsigned long old_line = 0, new_line = 0;
      REQUIRE(std::sscanf(line.c_str(), "@@ -%lu,%lu +%lu,%lu @@", &old_line, &left_old, &new_line,
                          &left_new) == 4);
      for (const std::size_t begin = left_old == 0 ? old_line : old_line - 1; at < begin; ++at)
        out += old.at(at);
      REQUIRE(lines_of(out).size() + (left_new == 0 ? 0 : 1) == new_line);
      continue;
    }
    if (line.starts_with("\\")) {
      last->pop_back();
      continue;
    }
    const std::string body = line.substr(1) + "\n";
    if (line[0] != '+') {
      kept = body;
      last = &kept;
      REQUIRE(old.at(at).starts_with(line.substr(1)));
      ++at;
      --left_old;
    }
    if (line[0] != '-') {
      out += body;
      last = &out;
      --left_new;
    }
  }
  for (; at < old.size(); ++at) out += old[at];
  return out;
}

}  // namespace

TEST_CASE("A difference with values is a patch", "[diff]") {
  DiffOptions options;
  options.show_values = true;
  int hunks = 0;
  for (int seed = 0; seed < rounds(20'000); ++seed) {
    Random random(static_cast<std::uint64_t>(seed));
    std::string text;
    for (std::uint64_t lines = random.below(40); lines > 0; --lines)
      text += std::string(random.below(9), static_cast<char>('a' + random.below(26))) +
              (lines == 1 && random.once_in(2) ? "" : "\n");
    Fixes fixes;
    for (std::uint64_t at = random.below(30); at < text.size(); at += 1 + random.below(60)) {
      const std::uint64_t end = std::min<std::uint64_t>(text.size(), at + random.below(6));
      std::string put(random.below(3), 'X');
      if (random.once_in(9)) put += "\nY";
      if (end == at && put.empty()) continue;
      fixes.edits.push_back({{at, end}, put});
      at = end;
    }
    const std::string patch = diff(text, fixes, options, 1 + random.below(70));
    INFO("seed " << seed << "\n" << text << "\n----\n" << patch);
    CHECK(patch.empty() == fixes.edits.empty());
    if (patch.empty()) continue;
    hunks += patch.find("@@", patch.find("@@ -", 10) + 40) != std::string::npos;
    REQUIRE(patched(text, patch) == edited(text, fixes.edits));
  }
  CHECK(hunks > 0);
}

TEST_CASE("A masked difference shows names, and the form of what is replaced", "[diff]") {
  const std::string text =
      "{\n  \"clientToken\": \"token-1\",\n  \"phoneNumber\": \"+1 (202) 555-0147\",\n"
      "  \"expirationTime\": \"2026-11-20T13:10:00+01:00\",\n"
      "  \"attributes\": {\"name\": \"Ada Lovelace\", \"n\": \"7\"},\n"
      "  \"secret\": \"what nobody is to read\"\n}\n";
  FixOptions options;
  options.unsafe = true;
  const Fixed result = fixed(text, options);
  DiffOptions shown;
  shown.name = "a\x1B.json";
  CHECK(diff(text, result.fixes, shown) == R"(--- a\x1B.json
+++ a\x1B.json
@@ -1,7 +1,6 @@
 {
   "clientToken": "***",
-  "phoneNumber": "+0 (000) 000-0000",
+  "phoneNumber": "+00000000000",
-  "expirationTime": "0000-00-00x00:00:00+00:00",
+  "expirationTime": "0000-00-00x00:00:00.000x",
-  "attributes": {"name": "***", "n": "***"},
-  "secret": "***"
+  "attributes": {"name": "***", "n": "***"}
 }
)");
  shown.mask_keys = true;
  const std::string masked = diff(text, result.fixes, shown);
  CHECK(masked.find("secret") == std::string::npos);
  CHECK(masked.find("***\": \"+00000000000\"") != std::string::npos);
}

TEST_CASE("A masked difference of a table shows its header alone", "[diff]") {
  const std::string text =
      "client_token;phoneNumber;expirationTime;attributes.name;5551234567\n"
      "token-1;\"+44 7700\n900123\";2026-11-20T12:10:00.000Z;Ada \"L\n"
      "token-2;+1 202 555 0147;2026-11-20T12:10:00.000Z;Ada;x\n";
  FixOptions options;
  options.format = InputFormat::kCsv;
  const Fixed result = fixed(text, options);
  const std::string shown = diff(text, result.fixes);
  INFO(shown);
  CHECK(shown.find("-client_token;phoneNumber;expirationTime;attributes.name;***\n") !=
        std::string::npos);
  CHECK(shown.find("+clientToken;phoneNumber;") != std::string::npos);
  for (const char* value :
       {"token-1", "token-2", "Ada", "202 555", "0147", "900123", "7700", "5551234567"})
    CHECK(shown.find(value) == std::string::npos);
}

TEST_CASE("A line that cannot be read shows no names", "[diff]") {
  Fixes fixes;
  fixes.format = InputFormat::kNdjson;
  fixes.edits.push_back({{0, 0}, "x"});
  const std::string shown = diff("{\"name\": \"a\" \"Ada\": 1, oops\n", fixes);
  CHECK(shown.find("name") == std::string::npos);
  CHECK(shown.find("Ada") == std::string::npos);
}

TEST_CASE("Long names and forms are cut", "[diff]") {
  const std::string name(70, 'n');
  const std::string value(70, '7');
  Fixes fixes;
  fixes.format = InputFormat::kNdjson;
  const std::string text = "{\"" + name + "\":\"" + value + "\"}";
  fixes.edits.push_back({{name.size() + 6, name.size() + 7}, "\xE2\x82\xAC"});
  const std::string shown = diff(text, fixes);
  CHECK(shown.find(name) == std::string::npos);
  CHECK(shown.find(std::string(64, 'n') + "…") != std::string::npos);
  CHECK(shown.find(std::string(64, '0') + "…") != std::string::npos);
  CHECK(shown.find("?") != std::string::npos);
}

TEST_CASE("For a terminal control characters are made visible", "[diff]") {
  Fixes fixes;
  fixes.edits.push_back({{0, 1}, "b"});
  DiffOptions options;
  options.show_values = true;
  CHECK(diff("a\x1B[2J\n", fixes, options) ==
        "--- \n+++ \n@@ -1,1 +1,1 @@\n-a\x1B[2J\n+b\x1B[2J\n");
  options.printable = true;
  CHECK(diff("a\x1B[2J\n", fixes, options) ==
        "--- \n+++ \n@@ -1,1 +1,1 @@\n-a\\x1B[2J\n+b\\x1B[2J\n");
}

}  // namespace diallint::test
