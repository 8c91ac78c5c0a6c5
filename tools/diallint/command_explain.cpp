#include <fmt/format.h>

#include "base/printable.h"
#include "diallint/commands.h"
#include "diallint/guidance.h"
#include "plan/rule_info.h"
#include "reference/rule_page.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"
#include "shared/schema_loading.h"

namespace diallint {
namespace {

std::vector<std::string_view> known_words() {
  std::vector<std::string_view> words = rule_ids();
  for (const Guidance& guidance : all_guidance()) words.push_back(guidance.name);
  return words;
}

/// What a failure code or exception means, by each service that has it.
std::string pages_of_name(const std::string& name) {
  std::string pages;
  for (const std::string_view service : {kCampaignsService, kContactsService}) {
    const Guidance* guidance = guidance_for(service, name);
    if (guidance == nullptr) continue;
    pages += (pages.empty() ? "" : "\n") + to_terminal(page_of(*guidance));
  }
  return pages;
}

}  // namespace

int explain(const Options& options) {
  const Plan plan = load_plan(options.schema_files);
  const std::string& word = options.arguments.front();
  if (const Rule* rule = rule_named(word)) return print(to_terminal(page_of(*rule, plan)));
  if (const std::string pages = pages_of_name(word); !pages.empty()) return print(pages);
  throw FatalError{
      fmt::format("unknown rule, failure code or exception '{}'{}", printable(word),
                  did_you_mean(word, known_words(), "'diallint rules' lists the rules"))};
}

}  // namespace diallint
