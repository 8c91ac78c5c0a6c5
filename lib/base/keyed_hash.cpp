#include "base/keyed_hash.h"

#include <sys/random.h>
#include <unistd.h>

#include <random>

#include "base/byte_blocks.h"
#include "base/uint128.h"

namespace diallint {
namespace {

// Two words that a text of at most 16 bytes fills, overlapping where it is shorter: loads of fixed
// size, and none behind its end. Texts of the same size and words are the same text.
struct Tail {
  std::uint64_t x = 0;
  std::uint64_t y = 0;

  Tail(const char* at, std::size_t size) noexcept {
    if (size >= 8) {
      x = unaligned_load<std::uint64_t>(at);
      y = unaligned_load<std::uint64_t>(at + size - 8);
    } else if (size >= 4) {
      x = unaligned_load<std::uint32_t>(at);
      y = unaligned_load<std::uint32_t>(at + size - 4);
    } else if (size > 0) {
      x = unaligned_load<std::uint8_t>(at) << 8 | unaligned_load<std::uint8_t>(at + size / 2);
      y = unaligned_load<std::uint8_t>(at + size - 1);
    }
  }
};

}  // namespace

HashSecret HashSecret::random() {
  HashSecret secret;
  // All at once. The device takes its own way to every four bytes, mostly an instruction that
  // virtual machines are slow at: a tenth of what the check of a small request took.
  if (getentropy(secret.words.data(), sizeof secret.words) == 0) return secret;
  // GCOVR_EXCL_START: only where a sandbox forbids the call
  std::random_device device;
  for (std::uint64_t& word : secret.words) {
    word = (static_cast<std::uint64_t>(device()) << 32) | device();
  }
  return secret;
  // GCOVR_EXCL_STOP
}

Hash128 keyed_hash(std::string_view text, const HashSecret& secret) noexcept {
  // The folded product is the mixing step of the wyhash family. Two chains with secrets of their
  // own: their collisions are independent, and neither can be sought without knowing the secret.
  const auto& s = secret.words;
  std::uint64_t a = s[0] ^ text.size();
  std::uint64_t b = s[1] + text.size();
  const char* at = text.data();
  std::size_t left = text.size();
  const auto mix = [&](std::uint64_t x, std::uint64_t y) {
    a = multiply_fold(a ^ x ^ s[2], y ^ s[3]);
    b = multiply_fold(b ^ y ^ s[0], x ^ s[1]) + a;
  };
  for (; left > 16; at += 16, left -= 16) {
    mix(unaligned_load<std::uint64_t>(at), unaligned_load<std::uint64_t>(at + 8));
  }
  const Tail tail(at, left);
  mix(tail.x, tail.y);
  return {multiply_fold(a ^ s[1], b ^ s[2]), multiply_fold(b ^ s[3], a ^ s[0])};
}

}  // namespace diallint
