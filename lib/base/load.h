// Loads of words from texts, wherever they stand.
#pragma once
#include <cstdint>
#include <cstring>

namespace diallint {

/// The bytes at `at` as a Word of this machine's byte order, widened. Reads sizeof(Word) bytes.
template <class Word>
std::uint64_t load(const char* at) noexcept {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

}  // namespace diallint
