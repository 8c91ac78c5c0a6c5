// The examples of the rules' pages show what they are meant to show.
#include "reference/rule_example.h"

#include <catch2/catch.hpp>

#include "diallint/guidance.h"
#include "reference/document.h"
#include "reference/rule_page.h"
#include "support/lint.h"

namespace diallint::test {

TEST_CASE("Every rule has an example in which it, and nothing graver, is found", "[pages]") {
  for (const Rule* rule : all_rules()) {
    INFO(rule->id);
    const auto example = example_of(*rule, builtin_plan());
    // Japan keeps no mobile numbers for fiction, and no others may be shown.
    if (rule->id == "jp-mobile-quota") {
      CHECK_FALSE(example);
      continue;
    }
    REQUIRE(example);
    // answer_check_test has both documents; what a run must ask for nobody has asked for here.
    if (rule->needs_response || rule->needs_history || rule->enabled_by != nullptr) continue;
    LintOptions options;
    options.format = example->language == "csv" ? InputFormat::kCsv : InputFormat::kJson;
    options.settings.severity[std::string(rule->id)] = rule->severity;
    const std::string bad = lint(example->bad_text, options).brief();
    CHECK(("\n" + bad).find(fmt::format("\n{} ", rule->id)) != std::string::npos);
    if (example->good_text.empty()) continue;
    const LintResult good = lint(example->good_text, options);
    INFO(good.brief());
    CHECK(("\n" + good.brief()).find(fmt::format("\n{} ", rule->id)) == std::string::npos);
    CHECK(good.summary.counts.errors == 0);
  }
}

TEST_CASE("Examples are the same each time", "[pages]") {
  for (const char* id : {"length", "token-unique", "json-syntax"}) {
    const auto first = example_of(*rule_named(id), builtin_plan());
    const auto second = example_of(*rule_named(id), builtin_plan());
    REQUIRE((first && second));
    CHECK(first->bad == second->bad);
    CHECK(first->good == second->good);
  }
}

TEST_CASE("One page, two forms", "[pages]") {
  const Page page{"title",
                  "lead with `code*`",
                  {{.heading = "Head", .prose = literal("a * b ` c \\d")},
                   {.heading = "List", .list = {"one `x_y` [1]", "two"}},
                   {.heading = "Code", .code = "a\nb", .language = "json"},
                   {.heading = "Sources", .links = {{"T", "https://example.com/", "today"}}}}};
  CHECK(to_markdown(page) ==
        "# title\n\nlead with `code*`\n"
        "\n## Head\n\na \\* b \\` c \\\\d\n"
        "\n## List\n\n- one `x_y` [1]\n- two\n"
        "\n## Code\n\n```json\na\nb\n```\n"
        "\n## Sources\n\n1. [T](https://example.com/), read today\n");
  CHECK(to_terminal(page) ==
        "title\n\nlead with code*\n"
        "\nHead\n  a * b ` c \\d\n"
        "\nList\n  - one x_y [1]\n  - two\n"
        "\nCode\n    a\n    b\n"
        "\nSources\n  [1] T, read today\n      https://example.com/\n");
}

TEST_CASE("Lines for a terminal are at most 80 columns wide where words allow", "[pages]") {
  const std::string text = to_terminal({"t",
                                        std::string(79, 'x') + " y",
                                        {{.heading = "H", .prose = std::string(77, 'z') + " yy"}}});
  CHECK(text ==
        "t\n\n" + std::string(79, 'x') + "\ny\n\nH\n  " + std::string(77, 'z') + "\n  yy\n");
}

TEST_CASE("Every failure code and exception has a page", "[pages]") {
  for (const Guidance& guidance : all_guidance()) {
    const std::string page = to_terminal(page_of(guidance));
    INFO(page);
    CHECK(page.starts_with(guidance.name));
    CHECK(page.find("What helps") != std::string::npos);
  }
}

}  // namespace diallint::test
