#include "plan/pattern.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/utf8.h"
#include "plan/ecma_regex.h"

namespace diallint {
namespace {

// The first byte of the UTF-8 of a code point.
unsigned char lead_byte(char32_t code_point) {
  std::string text;
  append_utf8(text, code_point);
  return static_cast<unsigned char>(text[0]);
}

ByteSet accepted_bytes(const CodePointClass& set) {
  ByteSet fast_bytes;
  for (unsigned c = 0x20; c < 0x80; ++c) {
    if (c != '\\' && set.contains(c)) fast_bytes.add(static_cast<unsigned char>(c));
  }
  std::array<bool, 256> whole{};
  for (unsigned lead = 0xC2; lead <= 0xF4; ++lead) whole[lead] = true;
  const CodePointClass others = set.inverted();
  for (const auto& range : others.ranges()) {
    if (range.high < 0x80) continue;
    const unsigned first = lead_byte(std::max<char32_t>(range.low, 0x80));
    for (unsigned lead = first; lead <= lead_byte(range.high); ++lead) whole[lead] = false;
  }
  bool any = false;
  for (unsigned lead = 0xC2; lead <= 0xF4; ++lead) {
    if (whole[lead]) fast_bytes.add(static_cast<unsigned char>(lead));
    any = any || whole[lead];
  }
  for (unsigned c = 0x80; any && c < 0xC0; ++c) fast_bytes.add(static_cast<unsigned char>(c));
  fast_bytes.seal();
  return fast_bytes;
}

// What RE2 may hold for a pattern, in bytes: its programs, and the states of its automata, which it
// makes as texts lead to them. Left to itself it takes up to 8 MiB for each.
constexpr std::size_t kMinMemory = std::size_t{512} << 10;
constexpr std::size_t kMaxMemory = std::size_t{8} << 20;
// Room for twenty states that all instructions of a pattern belong to, with which RE2 takes the
// fast way; without it goes instruction by instruction.
constexpr std::size_t kMemoryOfInstruction = 256;
// RE2's time grows faster than a pattern that is one long class. Nobody writes one of a page.
constexpr std::size_t kMaxPatternBytes = std::size_t{16} << 10;  // bytes

std::shared_ptr<const re2::RE2> compiled_within(const std::string& source, std::size_t memory) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(static_cast<std::int64_t>(memory));
  return std::make_shared<const re2::RE2>(source, options);
}

/// A pattern, and what it may hold: as much as it is large.
std::pair<std::shared_ptr<const re2::RE2>, std::size_t> compiled(const std::string& source) {
  auto re2 = compiled_within(source, kMinMemory);
  std::size_t memory = kMinMemory;
  if (re2->ok()) {
    memory = std::clamp(kMemoryOfInstruction * static_cast<std::size_t>(re2->ProgramSize()),
                        kMinMemory, kMaxMemory);
  } else if (re2->error_code() == re2::RE2::ErrorPatternTooLarge) {
    memory = kMaxMemory;
  }
  if (memory > kMinMemory) re2 = compiled_within(source, memory);
  return {std::move(re2), memory};
}

}  // namespace

Pattern::Result Pattern::compile(std::string_view ecma) {
  Pattern pattern;
  pattern.source_ = ecma;
  try {
    pattern.re2_source_ = to_re2(ecma);
    if (auto plain = ecma_plain_class(ecma)) {
      pattern.class_ = std::move(plain->first);
      pattern.minimum_ = plain->second == '+' ? 1 : 0;
      pattern.fast_bytes_ = accepted_bytes(*pattern.class_);
    }
  } catch (const BadPattern& bad) {
    return {std::nullopt, bad.what};
  }
  if (pattern.class_) return {std::move(pattern), {}};
  if (ecma.size() > kMaxPatternBytes) {
    return {std::nullopt,
            fmt::format("it has {} bytes; at most {} are allowed", ecma.size(), kMaxPatternBytes)};
  }
  std::tie(pattern.re2_, pattern.memory_) = compiled(pattern.re2_source_);
  if (!pattern.re2_->ok()) return {std::nullopt, pattern.re2_->error()};
  return {std::move(pattern), {}};
}

bool Pattern::matches(std::string_view text) const {
  if (class_) return text.size() >= minimum_ && !first_stray(text);
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *re2_);
}

std::optional<Pattern::Stray> Pattern::first_stray(std::string_view text) const noexcept {
  std::size_t index = 0;
  for (std::size_t at = 0; at < text.size(); ++index) {
    const char32_t code_point = next_code_point(text, at);
    if (!class_->contains(code_point)) return Stray{index, code_point};
  }
  return std::nullopt;
}

}  // namespace diallint
