/// @file
/// Dial requests as a program holds them: views of its own texts, checked without any JSON.
///
///     const diallint::Attribute attributes[] = {{"name", "Zoë"}};
///     const diallint::DialRequest request{
///         .client_token = "order-4711",
///         .phone_number = "+12065550100",
///         .expiration_time = "2026-11-20T12:10:00.000Z",
///         .attributes = attributes,
///     };
///     if (!checker.check(request, diallint::current_time()).ok()) refuse();
///
/// All texts are UTF-8 and stay the caller's: nothing of them is kept once a check has returned,
/// and nothing behind their ends is read. What is not UTF-8, and U+0000 in a text, is a finding of
/// the rule `encoding`.
#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace diallint {

/// One attribute. Two of the same key are a finding, as in JSON.
struct Attribute {
  std::string_view key;
  std::string_view value;
};

/// One dial request. A member that holds nothing is absent, which is not the same as empty.
struct DialRequest {
  std::optional<std::string_view> client_token = {};
  std::optional<std::string_view> phone_number = {};
  /// As it is sent: "2026-11-20T12:10:00.000Z".
  std::optional<std::string_view> expiration_time = {};
  std::optional<std::span<const Attribute>> attributes = {};
};

/// What one call of PutDialRequestBatch sends.
struct DialRequestBatch {
  std::span<const DialRequest> dial_requests = {};
  std::optional<std::string_view> id = {};  ///< of the campaign; not judged where it is absent
};

}  // namespace diallint
