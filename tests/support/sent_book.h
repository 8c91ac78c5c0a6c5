// A history in memory.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "diallint/history.h"

namespace diallint::test {

class SentBook {
 public:
  bool empty() const { return tokens_.empty(); }
  std::size_t size() const { return tokens_.size(); }

  /// A history that notes what is sound; the book outlives it, as with those below.
  History taking() {
    History history;
    history.on_sound = [this](const SentRequest& sent) { note(sent); };
    return history;
  }
  /// One that answers.
  History answering() const {
    History history;
    history.find_token = [this](std::string_view token,
                                std::string_view request) -> std::optional<PastUse> {
      const auto found = tokens_.find(std::string(token));
      if (found == tokens_.end()) return std::nullopt;
      return PastUse{found->second.first, found->second.second == request};
    };
    history.count_phone = [this](std::string_view phone, const Instant& since) {
      std::uint64_t calls = 0;
      const auto all = calls_.equal_range(std::string(phone));
      for (auto call = all.first; call != all.second; ++call)
        calls += call->second >= since ? 1 : 0;
      return calls;
    };
    return history;
  }

  void note(const SentRequest& sent) {
    tokens_.try_emplace(std::string(sent.token), sent.when, std::string(sent.request));
    calls_.emplace(std::string(sent.phone), sent.when);
  }
  /// What is known of a token; empty: nothing.
  std::string request_of(const std::string& token) const {
    const auto found = tokens_.find(token);
    return found == tokens_.end() ? "" : found->second.second;
  }

 private:
  std::map<std::string, std::pair<Instant, std::string>> tokens_;
  std::multimap<std::string, Instant> calls_;
};

}  // namespace diallint::test
