// What dialgen hostile makes is survived, and judged as it says.
#include "generate/hostile_inputs.h"

#include <catch2/catch.hpp>
#include <set>

#include "support/lint.h"

namespace diallint::test {

TEST_CASE("Hostile inputs are survived and judged as they say", "[hostile]") {
  const auto files = hostile_files(builtin_plan(), 1, kNow);
  CHECK(files.size() > 250);
  std::set<std::string> names;
  for (const PackFile& file : files) {
    INFO(file.file << ": " << file.about);
    CHECK(names.insert(file.file).second);
    const bool told = std::any_of(file.findings.begin(), file.findings.end(),
                                  [&](const PackFinding& f) { return f.rule == file.rule; });
    CHECK(told != file.rule.empty());
    // A reader that gets small pieces says the same.
    LintOptions options;
    options.name = file.file;
    options.shape = file.shape;
    options.step = file.text.size() > 100'000 ? 4096 : 7;
    const LintResult result = lint(file.text, options);
    CHECK(result.findings.size() == file.findings.size());
    const Counts& c = result.summary.counts;
    CHECK(c.records == c.valid + c.invalid + c.unreadable);
    if (file.rule.empty()) CHECK(result.brief() == "");
  }
}

}  // namespace diallint::test
