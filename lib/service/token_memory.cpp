#include "service/token_memory.h"

#include <utility>

namespace diallint {
namespace {

constexpr Millis kRemembered = Millis{7} * 24 * 60 * 60 * 1000;

// No scope holds a NUL: campaigns and operations are named without.
std::string key_of(std::string_view scope, std::string_view token) {
  std::string key(scope);
  key += '\0';
  return key += token;
}

}  // namespace

void TokenMemory::forget_old(Millis now) {
  while (!by_age_.empty() && now - by_age_.front().at >= kRemembered) {
    const auto use = uses_.find(by_age_.front().key);
    // One that was used again later has a younger entry.
    if (use != uses_.end() && use->second.at == by_age_.front().at) uses_.erase(use);
    by_age_.pop_front();
  }
}

const TokenUse* TokenMemory::find(std::string_view scope, std::string_view token, Millis now) {
  forget_old(now);
  const auto use = uses_.find(key_of(scope, token));
  // A clock that was put back may leave an old one behind younger ones.
  return use == uses_.end() || now - use->second.at >= kRemembered ? nullptr : &use->second;
}

void TokenMemory::note(std::string_view scope, std::string_view token, TokenUse use) {
  std::string key = key_of(scope, token);
  by_age_.push_back({use.at, key});
  uses_.insert_or_assign(std::move(key), std::move(use));
}

void TokenMemory::clear() {
  uses_.clear();
  by_age_.clear();
}

}  // namespace diallint
