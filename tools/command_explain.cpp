#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands.h"
#include "did_you_mean.h"
#include "failure.h"
#include "printable.h"
#include "rule_facts.h"
#include "schemas.h"

namespace diallint {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 10;

/// A label and a text that is broken between words, all lines of the text in one column.
std::string paragraph(std::string_view label, std::string_view text) {
  std::string out = fmt::format("{:<{}}", label, kIndent);
  std::size_t column = kIndent;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (column > kIndent && column + 1 + word.size() > kWidth) {
      out += "\n" + std::string(kIndent, ' ');
      column = kIndent;
    } else if (column > kIndent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    at = end + 1;
  }
  return out + "\n";
}

std::string sources(const Rule& rule, const Plan& plan) {
  std::string out;
  for (const Source* source : sources_of(rule, plan)) {
    out += paragraph(out.empty() ? "Sources" : "",
                     fmt::format("{} (read {})", source->title, source->read));
    out += paragraph("", source->url);
  }
  return out;
}

std::string page(const Rule& rule, const Plan& plan) {
  std::string out = fmt::format("{} ({})\n\n", rule.id, level_in_words(rule));
  out += paragraph("Checks", rule.title);
  out += paragraph("Why", rule.why);
  out += paragraph("Repair", rule.repair);
  if (!rule.keywords.empty())
    out += paragraph("Keywords", fmt::format("{}", fmt::join(rule.keywords, ", ")));
  const auto shapes = shapes_of(rule, plan);
  if (!shapes.empty()) out += paragraph("Shapes", fmt::format("{}", fmt::join(shapes, ", ")));
  out += sources(rule, plan);
  if (!rule.disagreement.empty()) out += paragraph("Disputed", rule.disagreement);
  return out;
}

}  // namespace

int explain(const Options& options) {
  const Plan plan = load_plan(options.schema_files);
  const std::string& id = options.arguments.front();
  if (const Rule* rule = rule_named(id)) return print(page(*rule, plan));
  throw Failure{fmt::format("there is no rule '{}'{}", printable(id),
                            did_you_mean(id, rule_ids(), "'diallint rules' lists them"))};
}

}  // namespace diallint
