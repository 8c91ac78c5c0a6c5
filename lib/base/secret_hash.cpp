#include "base/secret_hash.h"

#include <cstring>
#include <string>

namespace diallint {

Hash128 secret_hash(std::string_view text, const HmacSha256& key, char kind) {
  std::string of_kind(1, kind);
  of_kind += text;
  const Digest digest = key.of(of_kind);
  Hash128 hash{};
  std::memcpy(&hash.key, digest.data(), sizeof hash.key);
  std::memcpy(&hash.home, digest.data() + sizeof hash.key, sizeof hash.home);
  return hash;
}

}  // namespace diallint
