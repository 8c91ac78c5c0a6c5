#include "api/c_convert.h"

#include <fmt/format.h>

#include <span>
#include <utility>

#include "base/ascii.h"

namespace diallint {
namespace {

static_assert(DIALLINT_SCHEMA == static_cast<int>(ErrorCode::kSchema));
static_assert(DIALLINT_SETTING == static_cast<int>(ErrorCode::kSetting));
static_assert(DIALLINT_INPUT == static_cast<int>(ErrorCode::kInput));
static_assert(DIALLINT_OUT_OF_MEMORY == static_cast<int>(ErrorCode::kOutOfMemory));
static_assert(DIALLINT_CALLBACK == static_cast<int>(ErrorCode::kCallback));
static_assert(DIALLINT_ERROR == static_cast<int>(Severity::kError));
static_assert(DIALLINT_AUTO == static_cast<int>(InputFormat::kAuto));
static_assert(DIALLINT_JSON == static_cast<int>(InputFormat::kJson));
static_assert(DIALLINT_NDJSON == static_cast<int>(InputFormat::kNdjson));
static_assert(DIALLINT_CSV == static_cast<int>(InputFormat::kCsv));
static_assert(DIALLINT_MEMORY_CHECKER == static_cast<int>(Memory::kChecker));
static_assert(sizeof(void*) != 8 || sizeof(diallint_error) == kErrorSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_settings) == kSettingsSize + 16);
static_assert(sizeof(void*) != 8 || sizeof(diallint_finding) == kFindingSize);
static_assert(sizeof(void*) != 8 || offsetof(diallint_options, csv_map) == kOptionsSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_result) == kResultSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_rule) == kRuleSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_checker_options) == kCheckerOptionsSize);
static_assert(sizeof(void*) != 8 || sizeof(diallint_dial_request) == kRequestSize);

std::string wrong_severity(std::int32_t severity) {
  return fmt::format("unknown severity {}; severities go from {} to {}", severity, DIALLINT_OFF,
                     DIALLINT_ERROR);
}

std::optional<std::string_view> member(const char* data, std::size_t size) noexcept {
  if (data == nullptr) return std::nullopt;
  return std::string_view(data, size);
}

}  // namespace

bool tell(ErrorCode code, std::string_view message, diallint_error* out) noexcept {
  diallint_error error{};
  error.code = static_cast<std::int32_t>(code);
  std::size_t size = std::min(message.size(), sizeof error.message - 1);
  const auto inside = [&] { return size < message.size() && is_continuation(message[size]); };
  while (size > 0 && inside()) --size;
  std::memcpy(error.message, message.data(), size);
  return give(error, kErrorSize, out);
}

std::int32_t fail(ErrorCode code, std::string_view message, diallint_error* out) noexcept {
  return tell(code, message, out) ? static_cast<std::int32_t>(code) : DIALLINT_SETTING;
}

// GCOVR_EXCL_START: ./dev faults lets allocations fail, where nothing is counted
std::int32_t fail_of_memory(diallint_error* out) noexcept {
  return fail(ErrorCode::kOutOfMemory, "out of memory", out);
}
// GCOVR_EXCL_STOP

std::string read_settings(const diallint_settings& from, Settings& to) {
  const bool lacks_severities = from.severities == nullptr && from.severity_count > 0;
  const bool lacks_schemas = from.schemas == nullptr && from.schema_count > 0;
  if (lacks_severities || lacks_schemas) return std::string(kNull);
  to.accept_sdk_names = from.accept_sdk_names != 0;
  to.mask_keys = from.mask_keys != 0;
  if (from.envelope != nullptr) to.envelope = view(from.envelope, from.envelope_size);
  for (std::size_t i = 0; i < from.severity_count; ++i) {
    const diallint_rule_severity& one = from.severities[i];
    if (one.severity < DIALLINT_OFF || one.severity > DIALLINT_ERROR) {
      return wrong_severity(one.severity);
    }
    to.severity[std::string(view(one.rule, one.rule_size))] = static_cast<Severity>(one.severity);
  }
  return {};
}

Result<Ruleset> make_rules(const diallint_settings& from) {
  Settings settings;
  std::string fault = read_settings(from, settings);
  if (!fault.empty()) return Error{ErrorCode::kSetting, std::move(fault)};
  if (from.schema_count == 0) return Ruleset::builtin().with(settings);
  std::vector<SchemaText> schemas;
  for (std::size_t i = 0; i < from.schema_count; ++i) {
    const diallint_schema& schema = from.schemas[i];
    schemas.push_back({std::string(view(schema.name, schema.name_size)),
                       std::string(view(schema.text, schema.text_size))});
  }
  Result<Ruleset> rules = Ruleset::with_schemas(schemas);
  return rules ? (*rules).with(settings) : std::move(rules);
}

diallint_finding to_c(const Finding& f) noexcept {
  diallint_finding c{};
  const auto put = [](std::string_view text, const char*& data, std::size_t& size) {
    data = text.data();
    size = text.size();
  };
  put(f.rule, c.rule, c.rule_size);
  put(f.path, c.path, c.path_size);
  put(f.message, c.message, c.message_size);
  put(f.figures.minimum, c.minimum, c.minimum_size);
  put(f.figures.maximum, c.maximum, c.maximum_size);
  put(f.figures.actual, c.actual, c.actual_size);
  put(f.figures.unit, c.unit, c.unit_size);
  put(f.source, c.source, c.source_size);
  c.severity = static_cast<std::int32_t>(f.severity);
  c.begin = f.span.begin;
  c.end = f.span.end;
  c.record = f.record;
  if (f.first) {
    c.has_first = 1;
    c.first_check = f.first->file;
    c.first_number = f.first->number;
    c.first_is_line = f.first->is_line ? 1 : 0;
  }
  return c;
}

diallint_result to_c(const CheckResult& r) noexcept {
  diallint_result c{};
  c.records = r.counts.records;
  c.valid = r.counts.valid;
  c.invalid = r.counts.invalid;
  c.unreadable = r.counts.unreadable;
  c.errors = r.counts.errors;
  c.warnings = r.counts.warnings;
  c.infos = r.counts.infos;
  c.found = r.found;
  c.findings = r.findings.size();
  c.ok = r.ok() ? 1 : 0;
  return c;
}

diallint_rule to_c(const RuleInfo& rule) noexcept {
  diallint_rule c{};
  c.id = rule.id.data();
  c.id_size = rule.id.size();
  c.severity = static_cast<std::int32_t>(rule.severity);
  c.title = rule.title.data();
  c.title_size = rule.title.size();
  c.why = rule.why.data();
  c.why_size = rule.why.size();
  c.repair = rule.repair.data();
  c.repair_size = rule.repair.size();
  return c;
}

bool read_csv_map(const diallint_csv_column* from, std::size_t count, CsvMap& to) {
  if (from == nullptr && count > 0) return false;
  for (const diallint_csv_column& column : std::span(from, count))
    to.push_back({std::string(view(column.member)), std::string(view(column.header))});
  return true;
}

void read_options(const diallint_options& from, CheckOptions& to) {
  if (from.shape != nullptr) to.shape = view(from.shape, from.shape_size);
  to.max_findings = from.max_findings;
  if (from.on_finding == nullptr) return;
  to.on_finding = [call = from.on_finding, context = from.context](const Finding& finding) {
    diallint_finding c = to_c(finding);
    c.struct_size = sizeof c;
    return call(context, &c) != 0;
  };
}

std::optional<Instant> now_of(const diallint_options& options) noexcept {
  if (options.has_now == 0) return std::nullopt;
  return Instant{options.now_seconds, options.now_nanos, false};
}

void read_requests(diallint_checker& checker, const diallint_dial_request* from, std::size_t count,
                   std::size_t request_size) {
  checker.requests.clear();
  checker.attributes.clear();
  const auto at = [&](std::size_t i) {
    diallint_dial_request request{};
    std::memcpy(&request, reinterpret_cast<const char*>(from) + i * request_size,
                std::min(request_size, sizeof request));
    return request;
  };
  std::size_t attributes = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const diallint_dial_request r = at(i);
    if (r.attributes != nullptr) attributes += r.attribute_count;
  }
  checker.attributes.reserve(attributes);  // spans point into it
  for (std::size_t i = 0; i < count; ++i) {
    const diallint_dial_request r = at(i);
    DialRequest& to = checker.requests.emplace_back();
    to.client_token = member(r.client_token, r.client_token_size);
    to.phone_number = member(r.phone_number, r.phone_number_size);
    to.expiration_time = member(r.expiration_time, r.expiration_time_size);
    if (r.attributes == nullptr) continue;
    const std::size_t first = checker.attributes.size();
    for (std::size_t n = 0; n < r.attribute_count; ++n) {
      const diallint_attribute& a = r.attributes[n];
      checker.attributes.push_back({view(a.key, a.key_size), view(a.value, a.value_size)});
    }
    to.attributes = std::span(checker.attributes.data() + first, r.attribute_count);
  }
}

}  // namespace diallint
