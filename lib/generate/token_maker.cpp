#include "generate/token_maker.h"

#include "base/seed_stream.h"

namespace diallint {
namespace {

constexpr std::uint32_t kAllBits = 64;
constexpr std::uint32_t kBitsOfLetter = 4;

// A permutation of the numbers of so many bits, another one for each seed. Each step is one:
// adding, an odd factor, and bits from above.
std::uint64_t permuted(std::uint64_t number, std::uint64_t seed, std::uint32_t bits) noexcept {
  const std::uint64_t mask = ~std::uint64_t{0} >> (kAllBits - bits);
  const std::uint32_t half = (bits + 1) / 2;
  for (std::uint64_t round = 0; round < 3; ++round) {
    const std::uint64_t key = stream_seed(seed, kTokenStream + round);
    number = (number + key) & mask;
    number = (number * (mix_bits(key) | 1)) & mask;
    number ^= number >> half;
  }
  return number;
}

// Hexadecimal digits, of which each fourth is a letter: no run of digits is long enough to be taken
// for a part of a telephone number.
void append_uuid(std::string& out, std::uint64_t seed, std::uint64_t place) {
  static constexpr char kHex[] = "0123456789abcdef";
  static constexpr char kLetters[] = "abcdefabcdefabcd";
  // x: of the bits that tell the place; y: of others; l: one of those, as a letter.
  static constexpr char kForm[] = "xxxlxxxl-xxxl-4lyy-alyy-xxxlxxxlyxyl";
  std::uint64_t bits = permuted(place, seed, kAllBits);
  std::uint64_t others = stream_seed(seed, bits);
  char text[sizeof kForm - 1];
  for (std::size_t i = 0; i < sizeof text; ++i) {
    switch (kForm[i]) {
      case 'x':
        text[i] = kHex[bits & 15];
        bits >>= 4;
        break;
      case 'y':
        text[i] = kHex[others & 15];
        others >>= 4;
        break;
      case 'l':
        text[i] = kLetters[others & 15];
        others >>= 4;
        break;
      default:
        text[i] = kForm[i];
    }
  }
  out.append(text, sizeof text);
}

}  // namespace

void append_token(std::string& out, TokenForm form, std::uint64_t seed, std::uint64_t place) {
  if (form.letters == 0) return append_uuid(out, seed, place);
  std::uint64_t bits = permuted(place, seed, form.letters * kBitsOfLetter);
  for (std::uint32_t i = 0; i < form.letters; ++i, bits >>= kBitsOfLetter) {
    out += static_cast<char>('a' + (bits & 15));
  }
}

std::uint64_t tokens_of(TokenForm form) noexcept {
  const std::uint32_t bits = form.letters * kBitsOfLetter;
  return bits == 0 || bits >= kAllBits ? 0 : std::uint64_t{1} << bits;
}

}  // namespace diallint
