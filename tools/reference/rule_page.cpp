#include "reference/rule_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "plan/rule_info.h"
#include "reference/rule_example.h"
#include "reference/rule_locations.h"

namespace diallint {
namespace {

std::string number_of(const SourceDocument* source,
                      const std::vector<const SourceDocument*>& sources) {
  if (source == nullptr) return "";
  const auto same = [&](const SourceDocument* s) {
    return s->url == source->url && s->title == source->title;
  };
  const auto found = std::find_if(sources.begin(), sources.end(), same);
  return found == sources.end() ? "" : fmt::format(" [{}]", found - sources.begin() + 1);
}

// "`dial-request`: `clientToken`, `phoneNumber`: a string [1]"
std::string line_of(const RuleLocation& location,
                    const std::vector<const SourceDocument*>& sources) {
  std::string places;
  for (const std::string& place : location.places) {
    places += places.empty() ? "" : ", ";
    places += place.empty() ? "the object itself" : fmt::format("`{}`", literal(place));
  }
  const bool patterned = location.limit.find('`') != std::string::npos;
  const std::string words = patterned ? location.limit : literal(location.limit);
  return fmt::format("`{}`: {}{}{}{}", literal(location.shape), places, words.empty() ? "" : ": ",
                     words, number_of(location.source, sources));
}

Block where(const Rule& rule, const Plan& plan, const std::vector<const SourceDocument*>& sources) {
  Block block{.heading = "Where"};
  for (const RuleLocation& location : rule_locations(rule, plan)) {
    block.list.push_back(line_of(location, sources));
  }
  if (block.list.empty()) block.prose = "In every input of any shape.";
  return block;
}

void add_examples(const Rule& rule, const Plan& plan, Page& page) {
  const auto example = example_of(rule, plan);
  if (!example) return;
  // Where a moment is all that is shown, it says nothing without the one it is judged against.
  const bool timed = example->good.find("2026-11-2") != std::string::npos &&
                     example->good.find(", ") == std::string::npos &&
                     example->good.find('\n') == std::string::npos;
  const std::string_view when = timed ? " (at 2026-11-20T12:00:00Z)" : "";
  if (!example->good.empty()) {
    page.blocks.push_back({.heading = fmt::format("Good{}", when),
                           .code = example->good,
                           .language = example->language});
  }
  page.blocks.push_back(
      {.heading = fmt::format("Bad{}", when), .code = example->bad, .language = example->language});
  if (example->message.empty()) return;
  page.blocks.push_back({.heading = "", .prose = "diallint says: " + literal(example->message)});
}

void add_facts(const Rule& rule, Page& page) {
  std::string text = fmt::format("Severity: {}. `--severity {}=LEVEL` sets another.",
                                 level_in_words(rule), rule.id);
  if (!rule.keywords.empty()) {
    text += fmt::format(" Schema keywords: `{}`.", fmt::join(rule.keywords, "`, `"));
  }
  page.blocks.push_back({.heading = "Settings", .prose = std::move(text)});
}

void add_links(const std::vector<const SourceDocument*>& sources, Page& page) {
  if (sources.empty()) return;
  Block block{.heading = "Sources"};
  for (const SourceDocument* source : sources) {
    block.links.push_back(*source);
  }
  page.blocks.push_back(std::move(block));
}

std::string sentence(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  if (!out.ends_with('.')) out += '.';
  return out;
}

std::string_view remedy_words(Remedy remedy) {
  switch (remedy) {
    case Remedy::kMend:
      return "Correct it, then send again. A retry without a change fails again.";
    case Remedy::kWaitThenRetry:
      return "Wait, then retry with the same token.";
    case Remedy::kRetry:
      break;
  }
  return "Retry with the same token.";
}

}  // namespace

Page page_of(const Rule& rule, const Plan& plan) {
  Page page{fmt::format("{} ({})", rule.id, level_in_words(rule)), literal(rule.title), {}};
  const auto sources = sources_of(rule, plan);
  page.blocks.push_back({.heading = "Why", .prose = literal(rule.why)});
  page.blocks.push_back({.heading = "Repair", .prose = literal(rule.repair)});
  add_examples(rule, plan, page);
  page.blocks.push_back(where(rule, plan, sources));
  add_facts(rule, page);
  if (!rule.disagreement.empty()) {
    page.blocks.push_back(
        {.heading = "Where documents disagree", .prose = literal(rule.disagreement)});
  }
  add_links(sources, page);
  return page;
}

Page page_of(const Guidance& guidance) {
  const std::string kind =
      guidance.http_status == 0
          ? "failure code of one request"
          : fmt::format("exception of {}, HTTP {}",
                        guidance.service == kContactsService ? "a contact call" : "the whole call",
                        guidance.http_status);
  Page page{fmt::format("{} ({})", guidance.name, kind), literal(sentence(guidance.meaning)), {}};
  page.blocks.push_back(
      {.heading = "What helps", .prose = std::string(remedy_words(guidance.remedy))});
  page.blocks.push_back({.heading = "What to do", .prose = literal(guidance.advice)});
  return page;
}

}  // namespace diallint
