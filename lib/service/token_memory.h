// The client tokens that were used, for as long as the service remembers them.
#pragma once
#include <list>
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
  /// No more of the use that was answered with this id.
  void forget(std::string_view scope, std::string_view token, std::string_view id);
  void clear();

 private:
  struct Entry;
  using Uses = std::map<std::string, Entry>;  // ordered: no choice of tokens makes it slow
  using Ages = std::list<Uses::iterator>;
  struct Entry {
    TokenUse use;
    Ages::iterator age;
  };
  void forget_old(Millis now);
  void forget(Uses::iterator entry);

  Uses uses_;
  Ages by_age_;  ///< in the order in which they were noted
};

}  // namespace diallint
