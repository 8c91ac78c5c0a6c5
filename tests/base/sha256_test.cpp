// SHA-256 of bytes that come in pieces; ci_reports_test.cpp has the published examples.
#include "base/sha256.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

namespace diallint::test {

TEST_CASE("A hash of pieces is that of the whole, wherever they are cut", "[sha256]") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += static_cast<char>(i);
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const std::string_view whole = std::string_view(text).substr(0, size);
    const Digest expected = sha256(whole);
    for (std::size_t cut = 0; cut <= size; ++cut) {
      Sha256 hash;
      hash.add(whole.substr(0, cut));
      hash.add("");
      hash.add(whole.substr(cut));
      if (hash.digest() != expected) FAIL(size << " bytes, cut at " << cut);
    }
  }
  // The digest of what there is so far changes nothing.
  Sha256 hash;
  hash.add("a");
  CHECK(hash.digest() == sha256("a"));
  hash.add("bc");
  CHECK(to_hex(hash.digest()) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace diallint::test
