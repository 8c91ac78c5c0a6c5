// The envelopes that requests come in: one table, by which they are told, opened and named.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace diallint {

/// How an envelope holds what is in it.
enum class InnerForm : std::uint8_t {
  kJson,             ///< as JSON
  kText,             ///< as a string that holds JSON text
  kAttributeValues,  ///< as JSON whose values are each named by their type: {"S": "text"}
};

struct EnvelopeForm {
  std::string_view name;
  /// The members that lead from a record to what it carries; "*" stands for all items of a list.
  std::span<const std::string_view> path;
  /// Members one of which stands beside the last one of the path; empty: none has to.
  std::span<const std::string_view> signs;
  InnerForm inner;
  /// Members NAME.$ stand for NAME, with a value that is not known before the request is made.
  bool late_values = false;
  /// Values that the service does not record are replaced by kHiddenValue.
  bool hides_values = false;
  /// Members have the spelling of an SDK.
  bool renames = false;
};

/// The name of those whose values are filled in later. Where nobody asks for it, an object with all
/// members of a shape and no others is no such template, whatever its values look like.
inline constexpr std::string_view kTemplates = "step-functions";
/// What CloudTrail writes in the place of a value that it does not record.
inline constexpr std::string_view kHiddenValue = "HIDDEN_DUE_TO_SECURITY_REASONS";
/// What the name of a member ends with whose value Step Functions looks up.
inline constexpr std::string_view kLateSuffix = ".$";
/// What an expression begins with that Step Functions works out.
inline constexpr std::string_view kExpression = "{%";

/// All of them; the first that fits a record is taken.
std::span<const EnvelopeForm> envelope_forms() noexcept;

}  // namespace diallint
