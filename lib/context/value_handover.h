// Values that may stand once in a list of which a check sees a part alone: they are handed on, as
// hashes, to whoever compares them with those of the other parts.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/keyed_hash.h"
#include "diallint/finding.h"

namespace diallint {

/// Makes the message on a value that has been seen before, from its subject and the first place,
/// both in words.
using TellFn = std::string (*)(std::string_view subject, std::string_view first_place);

/// One such value of a record that could be read.
struct HandedValue {
  Hash128 hash;
  std::string_view rule;
  Severity severity = Severity::kError;  ///< of the finding, if it is a repeat
  std::string_view source;               ///< as in Finding
  std::uint64_t record = 0;              ///< as in Finding
  Place place;                           ///< of the record
  bool is_sound = true;                  ///< no error was found in the record
  std::string path;                      ///< as in Finding
  std::string subject;
  TellFn tell = nullptr;
};

/// Takes them. Called by the thread that checks.
class ValueHandover {
 public:
  virtual ~ValueHandover() = default;
  /// `set` is the number of those that are compared with each other.
  virtual Hash128 hash_of(std::uint32_t set, std::string_view value) const = 0;
  virtual void take(const HandedValue& value) = 0;
};

}  // namespace diallint
