// What a rule has read from its keyword, beside limits, a pattern or a condition: a struct for each
// kind of rule.
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace diallint {

/// A valid value, for messages.
struct ExampleText {
  std::string text;
};

/// What stands in front of an id in an ARN: "contact-flow/".
struct ArnPart {
  std::string text;
};

/// What some texts begin with.
struct TextPrefix {
  std::string text;
};

/// All values that a member may have; numbers as they are written.
struct AllowedValues {
  std::vector<std::string> values;
};

/// The members that an object must have, as the schema lists them.
struct RequiredMembers {
  std::vector<std::string> names;
};

/// The member whose text is counted.
struct CountedMember {
  std::string name;
};

/// The run-wide set in which a value may be once.
struct RunSet {
  std::uint32_t slot = 0;
};

/// Which of two documents that belong together.
enum class DocumentSide : std::uint8_t { kRequest, kResponse };

/// A token, and the number that is not to stand in it.
struct RevealedNumber {
  std::int64_t digits = 0;         ///< so many in a row are too many
  std::string token;               ///< the member
  std::vector<std::string> phone;  ///< the names that lead to it
  std::uint32_t token_slot = 0;    ///< their captures
  std::uint32_t phone_slot = 0;
};

/// A token, and the members that may differ where a request is sent again, it among them.
struct RememberedToken {
  std::string token;
  std::vector<std::string> besides;
};

/// Where numbers that are called stand: the names that lead to each.
struct CalledNumbers {
  std::vector<std::vector<std::string>> paths;
};

/// A kind of traffic that takes a quota, and what it is for.
struct TrafficQuota {
  std::string member;     ///< that says the kind
  std::string value;      ///< the kind that takes a quota
  std::string otherwise;  ///< the kind of all other traffic
  std::uint32_t member_slot = 0;
  std::uint32_t purpose_slot = 0;  ///< capture of the member that is true where the kind is needed
};

using CheckParameters =
    std::variant<std::monostate, ExampleText, ArnPart, TextPrefix, AllowedValues, RequiredMembers,
                 CountedMember, RunSet, DocumentSide, RevealedNumber, TrafficQuota, RememberedToken,
                 CalledNumbers>;

}  // namespace diallint
