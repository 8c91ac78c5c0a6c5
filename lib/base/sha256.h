// SHA-256 (FIPS 180-4) and HMAC (RFC 2104), for fingerprints, signatures and the hashes of
// a page's policy.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace diallint {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);

/// The same of bytes that come one after the other. Plain data.
class Sha256 {
 public:
  void add(std::string_view bytes);
  /// Of all that was added so far.
  Digest digest() const;

 private:
  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::uint64_t size_ = 0;
  std::string rest_;  // less than a block
};

/// Keyed hashes with one key, made ready for many texts. Plain data.
class HmacSha256 {
 public:
  explicit HmacSha256(std::string_view key);
  Digest of(std::string_view bytes) const;

 private:
  Sha256 inner_;  // of the padded key
  Sha256 outer_;
};

/// A keyed hash: without the key nobody can try values against it.
Digest hmac_sha256(std::string_view key, std::string_view bytes);

/// The bytes themselves, to be hashed or to be a key. Valid as long as the digest.
inline std::string_view bytes_of(const Digest& digest) noexcept {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// The first `size` bytes of a digest, two lower-case hexadecimal digits each.
std::string to_hex(const Digest& digest, std::size_t size = 32);

/// RFC 4648, section 4, with padding.
std::string to_base64(const Digest& digest);

}  // namespace diallint
