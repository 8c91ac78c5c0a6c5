/// @file
/// The rules as a value: schemas, compiled, and settings.
///
///     diallint::Settings settings;
///     settings.severity["phone-fictional"] = diallint::Severity::kOff;
///     const auto rules = diallint::Ruleset::builtin().with(settings);
///     if (!rules) return fail(rules.error().message);
///     diallint::Checker checker(*rules);
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "diallint/error.h"
#include "diallint/export.h"
#include "diallint/finding.h"
#include "diallint/schema_text.h"
#include "diallint/settings.h"

namespace diallint {

/// A document that states a constraint.
struct Document {
  std::string_view title;
  std::string_view url;
  std::string_view read;  ///< the day it was read, YYYY-MM-DD
};

/// One rule in words. UTF-8; the documents point into the Ruleset, all other texts are static.
struct RuleInfo {
  std::string_view id;
  std::string_view title;                ///< what is checked, one sentence
  Severity severity = Severity::kError;  ///< in this Ruleset, its settings counted
  std::string_view why;                  ///< what happens where it is broken
  std::string_view repair;               ///< what to do
  std::string_view disagreement;         ///< where documents disagree; mostly empty
  std::span<const Document> documents;   ///< that state what it checks
};

/// What an input can be: one schema.
struct ShapeInfo {
  std::string_view id;      ///< what CheckOptions::shape takes: "put-dial-request-batch"
  std::string_view title;   ///< a few words
  std::string_view schema;  ///< the text of its JSON Schema
};

/// Compiled schemas and settings. Immutable: all members may be called from any thread at once.
/// Copies are cheap and share what was compiled; whatever points into a Ruleset stays valid while
/// any copy, or a Checker made from one, lives.
class DIALLINT_API Ruleset {
 public:
  /// The schemas that the library was built with, each rule at its own severity. They are compiled
  /// by the first call (some milliseconds) and kept. Where memory does not suffice the result is
  /// a Ruleset that every check answers with ErrorCode::kOutOfMemory.
  static Ruleset builtin() noexcept;

  /// The built-in schemas and these: each stands in for the built-in one of the same `$id`, or is
  /// added. The texts are copied. kSchema: a text is no schema, has a keyword that no rule
  /// implements, is nested more than 128 levels deep, names a member twice, or is used by nothing;
  /// the message names file and JSON Pointer.
  static Result<Ruleset> with_schemas(std::span<const SchemaText> schemas) noexcept;

  /// The same schemas with other settings, which are copied. `settings.now` is ignored: each check
  /// is given its moment. kSetting: a severity of a rule that there is not.
  Result<Ruleset> with(const Settings& settings) const noexcept;

  /// What with() was given, or defaults.
  const Settings& settings() const noexcept;

  /// A rule in words; null for any other text than a rule's id.
  const RuleInfo* explain(std::string_view rule) const noexcept;

  /// All rules, in the order of the reference.
  std::span<const RuleInfo> rules() const noexcept;

  /// The shapes, the one that is taken where nothing tells first.
  std::span<const ShapeInfo> shapes() const noexcept;

 private:
  friend struct RulesetAccess;
  struct Parts;
  explicit Ruleset(std::shared_ptr<const Parts> parts) noexcept : parts_(std::move(parts)) {}

  std::shared_ptr<const Parts> parts_;  // null: memory did not suffice
};

/// The version of the library, as "0.1.0". Static storage.
DIALLINT_API std::string_view version() noexcept;

}  // namespace diallint
