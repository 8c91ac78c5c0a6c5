// The secret of the hashes, the same in every run of a harness: which texts share a place in a
// table would change otherwise, and with it what libFuzzer takes for new. This stands in for the C
// library's function of that name.
#include <cstddef>
#include <cstdint>
#include <random>

extern "C" int getentropy(void* out, std::size_t size);

extern "C" int getentropy(void* out, std::size_t size) {
  // Bits as good as those that it stands for: a hash with a poor secret has collisions.
  std::mt19937_64 bits;
  for (std::size_t i = 0; i < size; ++i)
    static_cast<std::uint8_t*>(out)[i] = static_cast<std::uint8_t>(bits() >> 32);
  return 0;
}
