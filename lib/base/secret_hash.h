// Hashes that leave the process: nobody can try texts against them without the key.
#pragma once
#include <string_view>

#include "base/keyed_hash.h"
#include "base/sha256.h"

namespace diallint {

/// 128 bits of HMAC-SHA-256. Texts of different kinds have different hashes.
Hash128 secret_hash(std::string_view text, const HmacSha256& key, char kind);

}  // namespace diallint
