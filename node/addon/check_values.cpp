#include "addon/check_values.h"

#include "addon/javascript.h"

namespace diallint::addon {

using bindings::CheckWords;
using bindings::PlacedFindings;
using bindings::RulesWords;

RulesWords rules_words(napi_env env, napi_value object) {
  RulesWords words;
  words.select = texts_member(env, object, "select");
  words.ignore = texts_member(env, object, "ignore");
  words.severity = texts_member(env, object, "severity");
  words.schemas = pairs_member(env, object, "schemas");
  words.phone_regions = texts_member(env, object, "phoneRegions");
  words.deny_phone_regions = texts_member(env, object, "denyPhoneRegions");
  words.deny_phone_types = texts_member(env, object, "denyPhoneTypes");
  words.numbering_plan = text_member(env, object, "numberingPlan", "");
  words.envelope = text_member(env, object, "envelope", "auto");
  words.accept_sdk_names = flag_member(env, object, "acceptSdkNames");
  words.mask_keys = flag_member(env, object, "maskKeys");
  return words;
}

CheckWords check_words(napi_env env, napi_value object) {
  CheckWords words;
  if (is_given(env, member(env, object, "now")))
    words.now = instant_of(number_member(env, object, "now", 0));
  words.shape = text_member(env, object, "shape", "auto");
  words.format = text_member(env, object, "format", "auto");
  words.name = text_member(env, object, "name", "");
  words.csv_map = pairs_member(env, object, "csvMap");
  words.max_findings = static_cast<std::uint64_t>(number_member(env, object, "maxFindings", 0));
  words.jobs = static_cast<unsigned>(number_member(env, object, "jobs", 1));
  return words;
}

namespace {

napi_value made_counts(napi_env env, const Counts& counts) {
  const napi_value object = made_object(env);
  set(env, object, "records", counts.records);
  set(env, object, "valid", counts.valid);
  set(env, object, "invalid", counts.invalid);
  set(env, object, "unreadable", counts.unreadable);
  set(env, object, "errors", counts.errors);
  set(env, object, "warnings", counts.warnings);
  set(env, object, "infos", counts.infos);
  return object;
}

}  // namespace

napi_value made(napi_env env, const Finding& finding) {
  const napi_value object = made_object(env);
  set(env, object, "rule", finding.rule);
  set(env, object, "severity", to_string(finding.severity));
  set(env, object, "path", std::string_view(finding.path));
  set(env, object, "message", std::string_view(finding.message));
  set(env, object, "row", finding.record);
  if (!finding.figures.empty()) {
    const napi_value limits = made_object(env);
    set_given(env, limits, "minimum", finding.figures.minimum);
    set_given(env, limits, "maximum", finding.figures.maximum);
    set_given(env, limits, "actual", finding.figures.actual);
    set_given(env, limits, "unit", finding.figures.unit);
    set(env, object, "limits", limits);
  }
  if (!finding.source.empty()) set(env, object, "source", finding.source);
  if (finding.first) {
    const napi_value first = made_object(env);
    set(env, first, finding.first->is_line ? "line" : "row", finding.first->number);
    set(env, object, "first", first);
  }
  return object;
}

napi_value made(napi_env env, const PlacedFindings& findings) {
  return made_list(env, findings.all(), [&](const PlacedFindings::Placed& one) {
    const napi_value object = made(env, one.finding);
    const napi_value place = made_object(env);
    set(env, place, "line", one.location.begin.line);
    set(env, place, "column", one.location.begin.column);
    set(env, place, "endLine", one.location.end.line);
    set(env, place, "endColumn", one.location.end.column);
    set(env, object, "place", place);
    if (one.file > 0) set(env, object, "file", std::uint64_t{one.file});
    return object;
  });
}

napi_value made_result(napi_env env, const Counts& counts, std::uint64_t found,
                       napi_value findings) {
  const napi_value result = made_object(env);
  set(env, result, "counts", made_counts(env, counts));
  set(env, result, "found", found);
  set(env, result, "findings", findings);
  return result;
}

}  // namespace diallint::addon
