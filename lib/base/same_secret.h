// Secrets compared so that the time it takes says nothing about where they differ.
#pragma once
#include <cstddef>
#include <string_view>

namespace diallint {

/// Looks at every byte of `given`, whatever the first difference is. Only the length of either can
/// be learned from its time.
inline bool same_secret(std::string_view secret, std::string_view given) noexcept {
  unsigned differ = secret.size() == given.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size(); ++i)
    differ |= static_cast<unsigned char>(given[i] ^ (i < secret.size() ? secret[i] : '\0'));
  return differ == 0;
}

}  // namespace diallint
