// The client tokens that were used, for as long as the service remembers them.
#pragma once
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "base/sha256.h"
#include "service/service_clock.h"

namespace diallint {

/// The first request of a token.
struct TokenUse {
  std::string id = {};  ///< what it was answered with
  Digest content = {};  ///< of the request
  Millis at = 0;        ///< when it came
};

class TokenMemory {
 public:
  /// The first use of a token within the time that is remembered, or null. Valid until the next
  /// call. `scope` is what a token counts for: a campaign, say.
  const TokenUse* find(std::string_view scope, std::string_view token, Millis now);
  void note(std::string_view scope, std::string_view token, TokenUse use);
  void clear();

 private:
  struct Aged {
    Millis at;
    std::string key;
  };
  void forget_old(Millis now);

  std::map<std::string, TokenUse> uses_;  // ordered: no choice of tokens makes it slow
  std::deque<Aged> by_age_;
};

}  // namespace diallint
