// What makes a finding the same finding in the next run.
//
// Without a key a fingerprint is made of the rule, the input's path, the names on the way to the
// value that a schema knows, and how many such findings came before it: nothing of it is, or is
// derived from, what a customer's record holds. A plain hash of a telephone number would give the
// number away to anyone who hashes all numbers. With a key, which only those who may see the values
// have, the value takes part, and a finding is then recognised wherever it moves in its file.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "context/finding_sink.h"
#include "report/excerpt.h"
#include "report/markup_escape.h"

namespace diallint {

/// Fewest bytes of a key: shorter ones could be guessed.
inline constexpr std::size_t kMinKeyBytes = 16;

/// The JSON Pointer with `*` in the place of every index and every name that is no schema's.
std::string structure_of(std::string_view pointer, const NameSet& known_names);

/// Gives each finding of a run its fingerprint, in the order in which they come. One thread.
class Fingerprinter {
 public:
  /// `key` is empty or has kMinKeyBytes bytes at least; `base` is what paths are written from.
  Fingerprinter(std::string key, PathBase base, NameSet known_names);

  /// 32 hexadecimal digits, the same in every run over the same input, different for each finding
  /// of a run.
  std::string next(const SourceChunk& chunk, const Finding& finding);

  /// What equal findings have in common: the fingerprint before they are numbered.
  std::string common(const SourceChunk& chunk, const Finding& finding) const;

  bool keyed() const noexcept { return !key_.empty(); }

 private:
  std::string hash(std::string_view text) const;

  std::string key_;
  PathBase base_;
  NameSet known_names_;
  std::unordered_map<std::string, std::uint64_t> seen_;
};

}  // namespace diallint
