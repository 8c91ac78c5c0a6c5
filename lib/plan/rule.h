// A rule: how one kind of constraint is read from a schema, checked, explained and broken on
// purpose. What holds where stands in the schemas; nothing here knows a member's name or a limit.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/finding.h"
#include "diallint/instant.h"
#include "input/source_text.h"
#include "input/value_kind.h"

namespace diallint {

class CodePointClass;
class CheckContext;
class NodeCompiler;
class Pattern;
class Random;
struct Check;
struct BoundaryValues;
struct Mending;
struct PhoneFacts;
struct Sample;
struct Settings;
struct Injection;
struct TimeReading;

/// What an object or array adds up to.
struct Totals {
  std::uint64_t count;      ///< arrays: items; objects: members
  std::uint64_t map_bytes;  ///< maps: UTF-8 bytes of all keys and string values
  std::uint64_t key_bytes;  ///< maps: those of the keys alone
};

/// A value while its checks run, the most basic first. One is made for every member of every
/// record, so that what few values need is not cleared for all of them.
struct Value {
  Kind kind = Kind::kNull;
  bool oversized_entry = false;       ///< maps: a key or value has broken its own length
  bool unsound = false;               ///< a check has found a fault and let the later ones go on
  PhoneFacts* phone = nullptr;        ///< PhoneReader's: set by the first rule that asks it
  const TimeReading* time = nullptr;  ///< TimeReader's: set by expiration-format
  SourceText text;          ///< strings, numbers and literals as written; the span of any value
  std::string_view string;  ///< strings: the value, UTF-8
  Totals totals;            ///< objects and arrays: set when they are entered

  const Span& span() const noexcept { return text.span; }
};

/// The order in which the checks of one value run. Each may silence those behind it.
enum class Stage : std::uint8_t {
  kType,
  kLength,
  kPattern,
  kForm,      ///< what the text must be: E.164, a date-time
  kSemantic,  ///< what the value must mean: within the window
  kAdvice,
  kCrossRecord,  ///< against the other records of the run
};

/// Runs one check. False silences the checks behind it, where the rule is on: the fault owns the
/// value.
using CheckFn = bool (*)(const Check& check, Value& value, CheckContext& context);

struct Step;

/// Runs a rule's check of a text and the checks right behind it that the rule names, all at once:
/// true if each of them passes, as far as a glance tells. False, and nothing done, where it does
/// not tell: then they run one by one. The text is unescaped, kTextPadding readable bytes follow
/// it, and `span` is where it stands in the input.
using GlanceFn = bool (*)(const Step* first, std::string_view text, Span span,
                          CheckContext& context);

/// Reads the value of the rule's keyword at a node of a schema and adds what is to be checked.
using CompileFn = void (*)(NodeCompiler& node, const nlohmann::json& value);

/// Breaks a valid value so that this rule, and no other, finds it. False if this value cannot be
/// broken that way.
using InjectFaultFn = bool (*)(const Check& check, Injection& injection);

/// Adds the values on either side of the constraint.
using BoundaryValuesFn = void (*)(const Check& check, BoundaryValues& boundary);

/// How a value of the node is to be written, and how this one gets there: what ends the message of
/// a more basic check that refuses it. Never holds any of it.
using AdviseFn = std::string (*)(const Check& check, const Value& value, CheckContext& context);

/// What a value of the node may be replaced with, the best first; of a member that is missing
/// (null) what it may have. Nothing where that is not certain.
using MendFn = std::vector<Mending> (*)(const Check& check, const Value* value,
                                        CheckContext& context);

/// Makes the text of a valid value, for members that need more than characters of a class.
using MakeFn = std::string (*)(const Check& check, Random& random, const Instant& now);

/// One rule, one constant. All texts are static.
struct Rule {
  std::string_view id = {};
  std::string_view title = {};  ///< what is checked, one sentence
  Severity severity = Severity::kError;
  std::string_view why = {};     ///< what happens if it is broken
  std::string_view repair = {};  ///< what to do
  std::span<const std::string_view> keywords = {};
  Stage stage = Stage::kType;
  CompileFn compile = nullptr;
  CheckFn check = nullptr;
  InjectFaultFn inject_fault = nullptr;  ///< null where no valid value can be broken that way
  MakeFn make = nullptr;
  BoundaryValuesFn boundary_values = nullptr;  ///< null: a valid value, and the spoiled ones
  /// Kinds of value that its checks are about; values of others pass where the node allows them.
  KindSet judges = set_of(Kind::kString) | set_of(Kind::kObject);
  /// Kinds other than a string whose appearance at the node is this rule's to report, not `type`'s.
  KindSet claims = 0;
  /// A value of a kind that the node does not allow breaks this rule too: it says so where `type`
  /// is off.
  bool judges_any_kind = false;
  /// Texts that begin with none of these bytes pass its check. Not empty: the check comes last, and
  /// such texts do not come to it.
  std::string_view suspects = {};
  AdviseFn advise = nullptr;
  MendFn mend = nullptr;
  /// Where a node has this rule's check and, right behind it, those of `glance_over`, all of them.
  GlanceFn glance = nullptr;
  std::span<const std::string_view> glance_over = {};
  /// The bytes that texts are made of which pass at a glance, and how many those are.
  std::string_view glance_bytes = {};
  std::size_t glance_min_bytes = 0;
  std::size_t glance_max_bytes = 0;
  /// Its checks find nothing unless a request is checked together with its answer.
  bool needs_response = false;
  /// Its checks find nothing unless the settings know of a history.
  bool needs_history = false;
  /// Where documents disagree: both readings, and which is enforced. May be empty.
  std::string_view disagreement = {};
  /// For a rule that is off unless settings ask for it: whether they do. A severity among them asks
  /// too.
  bool (*enabled_by)(const Settings& settings) = nullptr;
  /// Says that something could not be checked at all: a choice of other rules leaves it on.
  bool reports_unreadable_input = false;
};

/// Every rule there is, in the order of the reference. The one list: registry.cpp.
std::span<const Rule* const> all_rules() noexcept;

/// The rule of that id, or null.
const Rule* rule_named(std::string_view id) noexcept;

/// The rule that implements a schema keyword, or null.
const Rule* rule_for_keyword(std::string_view keyword) noexcept;

/// Position of a rule in all_rules().
std::size_t index_of(const Rule& rule) noexcept;

}  // namespace diallint
