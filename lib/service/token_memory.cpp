#include "service/token_memory.h"

#include <iterator>
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

void TokenMemory::forget(Uses::iterator entry) {
  by_age_.erase(entry->second.age);
  uses_.erase(entry);
}

void TokenMemory::forget_old(Millis now) {
  while (!by_age_.empty() && now - by_age_.front()->second.use.at >= kRemembered)
    forget(by_age_.front());
}

const TokenUse* TokenMemory::find(std::string_view scope, std::string_view token, Millis now) {
  forget_old(now);
  const auto found = uses_.find(key_of(scope, token));
  // A clock that was put back may leave an old one behind younger ones.
  if (found == uses_.end() || now - found->second.use.at >= kRemembered) return nullptr;
  return &found->second.use;
}

void TokenMemory::note(std::string_view scope, std::string_view token, TokenUse use) {
  const auto [entry, is_new] = uses_.try_emplace(key_of(scope, token));
  if (!is_new) by_age_.erase(entry->second.age);
  by_age_.push_back(entry);
  entry->second = {std::move(use), std::prev(by_age_.end())};
}

void TokenMemory::forget(std::string_view scope, std::string_view token, std::string_view id) {
  const auto found = uses_.find(key_of(scope, token));
  if (found != uses_.end() && found->second.use.id == id) forget(found);
}

void TokenMemory::clear() {
  by_age_.clear();
  uses_.clear();
}

}  // namespace diallint
