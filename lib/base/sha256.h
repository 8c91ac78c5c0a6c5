// SHA-256 (FIPS 180-4) and HMAC (RFC 2104), for fingerprints and for the hashes of a page's policy.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace diallint {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);

/// A keyed hash: without the key nobody can try values against it.
Digest hmac_sha256(std::string_view key, std::string_view bytes);

/// The first `size` bytes of a digest, two lower-case hexadecimal digits each.
std::string to_hex(const Digest& digest, std::size_t size = 32);

/// RFC 4648, section 4, with padding.
std::string to_base64(const Digest& digest);

}  // namespace diallint
