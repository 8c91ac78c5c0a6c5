#include "context/finding_log.h"

#include <utility>

#include "plan/rule_info.h"

namespace diallint {

void FindingLog::settings_changed(const Settings& settings) {
  severity_.clear();
  for (const Rule* rule : all_rules()) severity_.push_back(effective_severity(*rule, settings));
}

Finding& FindingLog::add(Finding finding) {
  text_held_ += finding.path.size() + finding.message.size();
  return findings_.emplace_back(std::move(finding));
}

void FindingLog::drop(const Rule& rule) {
  dropped_.resize(severity_.size());
  ++dropped_[index_of(rule)];
}

void FindingLog::go_back(const Mark& mark) {
  findings_.erase(findings_.begin() + static_cast<std::ptrdiff_t>(mark.findings), findings_.end());
  text_held_ = mark.text_held;
  dropped_ = mark.dropped;
}

}  // namespace diallint
