// What a harness sees of its surroundings is the same in every run, and with it what libFuzzer
// takes for new: the secret of the hashes, by which texts share a place in a table, and the folder
// that it works in, whose name is gone through character by character. These stand in for the C
// library's functions of their names.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>

extern "C" int getentropy(void* out, std::size_t size);
extern "C" char* getcwd(char* out, std::size_t size);

extern "C" int getentropy(void* out, std::size_t size) {
  // Bits as good as those that it stands for: a hash with a poor secret has collisions.
  std::mt19937_64 bits;
  for (std::size_t i = 0; i < size; ++i)
    static_cast<std::uint8_t*>(out)[i] = static_cast<std::uint8_t>(bits() >> 32);
  return 0;
}

extern "C" char* getcwd(char* out, std::size_t size) {
  constexpr char kFolder[] = "/a/folder";
  if (out == nullptr || size < sizeof kFolder) return nullptr;
  return static_cast<char*>(std::memcpy(out, kFolder, sizeof kFolder));
}
