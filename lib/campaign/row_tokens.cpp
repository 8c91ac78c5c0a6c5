#include "campaign/row_tokens.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/sha256.h"

namespace diallint {
namespace {

constexpr std::size_t kTokenBytes = 16;

void append_letters(std::string& out, std::uint8_t byte) {
  out += static_cast<char>('a' + (byte >> 4));
  out += static_cast<char>('a' + (byte & 15));
}

// Each part with its length, so that no two lists of parts are the same text.
void append_part(std::string& out, std::string_view part) {
  out += fmt::format("{}:", part.size());
  out += part;
}

}  // namespace

RowTokens::RowTokens(std::string key, std::string campaign)
    : key_(std::move(key)), campaign_(std::move(campaign)) {}

std::string RowTokens::token(std::string_view list, std::string_view id, bool repeated) {
  std::string out;
  if (!derived()) {
    for (std::size_t word = 0; word < kTokenBytes / sizeof(std::uint64_t); ++word) {
      if (left_ == 0) drawn_ = HashSecret::random();
      if (left_ == 0) left_ = drawn_.words.size();
      for (std::uint64_t bits = drawn_.words[--left_], n = 0; n < sizeof bits; ++n, bits >>= 8)
        append_letters(out, static_cast<std::uint8_t>(bits));
    }
    return out;
  }
  std::string text = "diallint prepare 1\n";
  for (const std::string_view part : {std::string_view(campaign_), list, id})
    append_part(text, part);
  // Only where repeats are allowed; the first one has the token that it has without them.
  if (repeated) append_part(text, fmt::format("{}", ++repeats_[text]));
  const Digest digest = hmac_sha256(key_, text);
  for (std::size_t i = 0; i < kTokenBytes; ++i) append_letters(out, digest[i]);
  return out;
}

}  // namespace diallint
