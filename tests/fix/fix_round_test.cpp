// Which fixes of a round are chosen, in whatever order findings come.
#include "fix/fix_round.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/random.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

Finding finding_with(const Edit& edit) {
  Finding finding;
  finding.span = edit.span;
  finding.path = "/" + edit.text;
  finding.fix = Fix{FixSafety::kSafe, "number-form", edit};
  return finding;
}

/// "4-6:a " for each edit.
std::string chosen(const std::vector<std::vector<Edit>>& takes, const FixOptions& options,
                   Fixes& fixes) {
  FixRound round(options, {});
  for (const std::vector<Edit>& edits : takes) {
    std::vector<Finding> findings;
    for (const Edit& edit : edits) findings.push_back(finding_with(edit));
    round.take({}, findings);
  }
  std::string out;
  for (const Edit& edit : round.choose(fixes))
    out += fmt::format("{}-{}:{} ", edit.span.begin, edit.span.end, edit.text);
  return out;
}

}  // namespace

TEST_CASE("Fixes are chosen by their places, and by their turns at one place", "[fix_round]") {
  const std::vector<std::vector<Edit>> takes = {
      {{{8, 9}, "c"}, {{4, 6}, "a"}},       // two of one record
      {{{20, 21}, "f"}},                    //
      {{{12, 14}, "d"}, {{13, 15}, "e"}},   // behind it in the text
      {{{20, 22}, "g"}, {{8, 10}, "late"}}  // overlap those that came before
  };
  Fixes fixes;
  CHECK(chosen(takes, {}, fixes) == "4-6:a 8-9:c 12-14:d 20-21:f ");
  CHECK(fixes.summary.made == std::map<std::string, std::uint64_t>{{"number-form", 4}});
  std::string paths;
  for (const MadeFix& made : fixes.made) paths += made.path;
  CHECK(paths == "/a/c/d/f");

  FixOptions unlisted;
  unlisted.list_made = false;
  Fixes others;
  CHECK(chosen(takes, unlisted, others) == "4-6:a 8-9:c 12-14:d 20-21:f ");
  CHECK(others.summary.made == fixes.summary.made);
  CHECK(others.made.empty());
}

TEST_CASE("The order in which findings come changes nothing where no two overlap", "[fix_round]") {
  for (int seed = 0; seed < rounds(200); ++seed) {
    Random random(static_cast<std::uint64_t>(seed));
    std::vector<Edit> edits;
    for (std::uint64_t at = 0; at < 400; at += 2 + random.below(9))
      edits.push_back({{at, at + 1}, std::to_string(at)});
    Fixes fixes;
    const std::string wanted = chosen({edits}, {}, fixes);
    std::vector<std::vector<Edit>> takes(1 + random.below(9));
    for (const Edit& edit : edits) takes[random.below(takes.size())].push_back(edit);
    INFO("seed " << seed);
    Fixes others;
    REQUIRE(chosen(takes, {}, others) == wanted);
    REQUIRE(others.made.size() == edits.size());
  }
}

}  // namespace diallint::test
