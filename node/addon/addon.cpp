// The addon of the package for Node.js, by Node-API: what node/index.cjs stands on. Values come as
// JSON text, and findings go as plain objects; nothing here is for users.
#include <node_api.h>

#include <atomic>
#include <cmath>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "bindings/shared/checking.h"
#include "diallint/generate.h"
#include "engine/response_check.h"
#include "engine/run.h"
#include "shared/failure.h"

namespace {

using namespace diallint;
using bindings::CheckingRules;
using bindings::CheckWords;
using bindings::PlacedFindings;
using bindings::RulesWords;

/// An exception of JavaScript is pending.
struct Thrown {};

void expect(napi_env env, napi_status status) {
  if (status == napi_ok) return;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  const napi_extended_error_info* info = nullptr;
  if (!pending) {
    napi_get_last_error_info(env, &info);
    const char* why = info != nullptr ? info->error_message : nullptr;
    napi_throw_error(env, "ERR_DIALLINT", why != nullptr ? why : "Node-API has failed");
  }
  throw Thrown{};
}

// --- from JavaScript ---------------------------------------------------------------------------

std::string text_of(napi_env env, napi_value value) {
  std::size_t size = 0;
  expect(env, napi_get_value_string_utf8(env, value, nullptr, 0, &size));
  std::string text(size, '\0');
  expect(env, napi_get_value_string_utf8(env, value, text.data(), size + 1, &size));
  return text;
}

napi_value member(napi_env env, napi_value object, const char* name) {
  napi_value value = nullptr;
  expect(env, napi_get_named_property(env, object, name, &value));
  return value;
}

bool is_given(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  expect(env, napi_typeof(env, value, &type));
  return type != napi_undefined && type != napi_null;
}

std::string text_member(napi_env env, napi_value object, const char* name, std::string otherwise) {
  const napi_value value = member(env, object, name);
  return is_given(env, value) ? text_of(env, value) : std::move(otherwise);
}

double number_member(napi_env env, napi_value object, const char* name, double otherwise) {
  const napi_value value = member(env, object, name);
  if (!is_given(env, value)) return otherwise;
  double number = 0;
  expect(env, napi_get_value_double(env, value, &number));
  return number;
}

bool flag_member(napi_env env, napi_value object, const char* name) {
  const napi_value value = member(env, object, name);
  if (!is_given(env, value)) return false;
  bool flag = false;
  expect(env, napi_get_value_bool(env, value, &flag));
  return flag;
}

template <typename Item>
void for_each(napi_env env, napi_value array, const Item& item) {
  std::uint32_t size = 0;
  expect(env, napi_get_array_length(env, array, &size));
  for (std::uint32_t i = 0; i < size; ++i) {
    napi_value value = nullptr;
    expect(env, napi_get_element(env, array, i, &value));
    item(value);
  }
}

std::vector<std::string> texts_member(napi_env env, napi_value object, const char* name) {
  std::vector<std::string> texts;
  const napi_value list = member(env, object, name);
  if (is_given(env, list))
    for_each(env, list, [&](napi_value value) { texts.push_back(text_of(env, value)); });
  return texts;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairs_member(napi_env env, napi_value object, const char* name) {
  Pairs pairs;
  const napi_value list = member(env, object, name);
  if (is_given(env, list)) {
    for_each(env, list, [&](napi_value pair) {
      napi_value parts[2] = {};
      for (std::uint32_t i = 0; i < 2; ++i) expect(env, napi_get_element(env, pair, i, &parts[i]));
      pairs.emplace_back(text_of(env, parts[0]), text_of(env, parts[1]));
    });
  }
  return pairs;
}

// Milliseconds since 1970.
Instant instant_of(double millis) {
  const double seconds = std::floor(millis / 1000);
  const auto rest = static_cast<std::int32_t>(millis - seconds * 1000);
  return {static_cast<std::int64_t>(seconds), rest * 1'000'000, false};
}

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
  return words;
}

// --- to JavaScript -----------------------------------------------------------------------------

napi_value made(napi_env env, std::string_view text) {
  napi_value value = nullptr;
  expect(env, napi_create_string_utf8(env, text.data(), text.size(), &value));
  return value;
}

napi_value made(napi_env env, double number) {
  napi_value value = nullptr;
  expect(env, napi_create_double(env, number, &value));
  return value;
}

napi_value made(napi_env env, std::uint64_t count) { return made(env, static_cast<double>(count)); }

napi_value made_object(napi_env env) {
  napi_value object = nullptr;
  expect(env, napi_create_object(env, &object));
  return object;
}

napi_value made_array(napi_env env) {
  napi_value array = nullptr;
  expect(env, napi_create_array(env, &array));
  return array;
}

/// An array of what `make` makes of each item.
template <typename Range, typename Make>
napi_value made_list(napi_env env, const Range& range, const Make& make) {
  const napi_value array = made_array(env);
  std::uint32_t i = 0;
  for (const auto& item : range) expect(env, napi_set_element(env, array, i++, make(item)));
  return array;
}

void set(napi_env env, napi_value object, const char* name, napi_value value) {
  expect(env, napi_set_named_property(env, object, name, value));
}

template <typename T>
void set(napi_env env, napi_value object, const char* name, const T& value) {
  set(env, object, name, made(env, value));
}

void set_given(napi_env env, napi_value object, const char* name, const std::string& text) {
  if (!text.empty()) set(env, object, name, std::string_view(text));
}

napi_value made(napi_env env, const Counts& counts) {
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
  set(env, result, "counts", made(env, counts));
  set(env, result, "found", found);
  set(env, result, "findings", findings);
  return result;
}

// --- calls ---------------------------------------------------------------------------------------

constexpr std::size_t kMostArguments = 4;

struct Call {
  napi_env env;
  napi_value arguments[kMostArguments] = {};
};

/// A function of the addon: what it throws becomes an exception of JavaScript.
template <napi_value (*body)(Call&)>
napi_value guarded(napi_env env, napi_callback_info info) {
  Call call{env};
  std::size_t count = kMostArguments;
  if (napi_get_cb_info(env, info, &count, call.arguments, nullptr, nullptr) != napi_ok)
    return nullptr;
  try {
    return body(call);
  } catch (const Thrown&) {
  } catch (const FatalError& failure) {
    napi_throw_error(env, "ERR_DIALLINT_SETTING", failure.message.c_str());
  } catch (const ReadError& error) {
    napi_throw_error(env, "ERR_DIALLINT_INPUT", error.what.c_str());
  } catch (const std::bad_alloc&) {
    napi_throw_error(env, "ERR_DIALLINT_MEMORY", "out of memory");
  } catch (const std::exception& error) {
    napi_throw_error(env, "ERR_DIALLINT", error.what());
  }
  return nullptr;
}

template <typename T>
napi_value made_external(napi_env env, std::unique_ptr<T> held) {
  napi_value external = nullptr;
  expect(env,
         napi_create_external(
             env, held.get(), [](napi_env, void* data, void*) { delete static_cast<T*>(data); },
             nullptr, &external));
  static_cast<void>(held.release());
  return external;
}

template <typename T>
T& external_of(napi_env env, napi_value value) {
  void* data = nullptr;
  expect(env, napi_get_value_external(env, value, &data));
  return *static_cast<T*>(data);
}

// Shared with the checks that still run when JavaScript drops it.
using SharedRules = std::shared_ptr<CheckingRules>;

CheckingRules& rules_of(Call& call) {
  return *external_of<SharedRules>(call.env, call.arguments[0]);
}

napi_value make_rules(Call& call) {
  auto rules = std::make_shared<CheckingRules>(rules_words(call.env, call.arguments[0]));
  return made_external(call.env, std::make_unique<SharedRules>(std::move(rules)));
}

// (rules, JSON text, words): a value that was written as JSON.
napi_value check_value(Call& call) {
  CheckingRules& rules = rules_of(call);
  const std::string text = text_of(call.env, call.arguments[1]);
  const CheckWords words = check_words(call.env, call.arguments[2]);
  rules.expect_shape(words.shape, "shapes()");
  std::unique_ptr<Checker> checker = rules.take_checker();
  CheckOptions options;
  options.shape = words.shape;
  options.max_findings = words.max_findings;
  const CheckResult result = checker->check_json(text, words.now, options);
  if (result.error.code == ErrorCode::kOutOfMemory) throw std::bad_alloc();
  if (result.error) throw ReadError{result.error.message};
  const napi_value findings = made_list(
      call.env, result.findings, [&](const Finding& finding) { return made(call.env, finding); });
  const napi_value made_of = made_result(call.env, result.counts, result.found, findings);
  rules.give_back(std::move(checker));
  return made_of;
}

/// A text that is read until the caller wants no more of it.
class StoppableText final : public ByteSource {
 public:
  StoppableText(std::string_view text, const std::atomic<bool>& stopped)
      : text_(text), stopped_(stopped) {}
  std::size_t read(char* out, std::size_t size) override {
    if (stopped_) throw ReadError{"the check was aborted"};
    return text_.read(out, size);
  }
  std::uint64_t expected_bytes() const noexcept override { return text_.expected_bytes(); }

 private:
  TextSource text_;
  const std::atomic<bool>& stopped_;
};

/// The check of a text, on whatever thread.
struct TextCheck {
  SharedRules rules;
  std::string text;
  CheckWords words;
  std::atomic<bool> stopped = false;
  PlacedFindings findings;
  Summary summary;
  std::string failure;
  const char* code = nullptr;
  napi_deferred deferred = nullptr;
  napi_async_work work = nullptr;

  void run() {
    Run run(rules->plan(), rules->settings_at(words.now), bindings::run_options(words), findings);
    StoppableText source(text, stopped);
    run.check(source, words.name);
    summary = run.summary();
  }

  void run_noted() noexcept {
    try {
      run();
    } catch (const ReadError& error) {
      note("ERR_DIALLINT_INPUT", error.what);
    } catch (const FatalError& error) {
      note("ERR_DIALLINT_SETTING", error.message);
    } catch (...) {
      note("ERR_DIALLINT_MEMORY", "out of memory");
    }
  }

  void note(const char* which, std::string what) {
    code = which;
    failure = std::move(what);
  }

  napi_value result(napi_env env) const {
    return made_result(env, summary.counts, summary.found, made(env, findings));
  }
};

std::string bytes_of(napi_env env, napi_value value) {
  bool is_buffer = false;
  expect(env, napi_is_buffer(env, value, &is_buffer));
  if (!is_buffer) return text_of(env, value);
  void* data = nullptr;
  std::size_t size = 0;
  expect(env, napi_get_buffer_info(env, value, &data, &size));
  return {static_cast<const char*>(data), size};
}

std::unique_ptr<TextCheck> text_check(Call& call) {
  auto check = std::make_unique<TextCheck>();
  check->rules = external_of<SharedRules>(call.env, call.arguments[0]);
  check->text = bytes_of(call.env, call.arguments[1]);
  check->words = check_words(call.env, call.arguments[2]);
  check->rules->expect_shape(check->words.shape, "shapes()");
  return check;
}

// (rules, string or Buffer, words)
napi_value check_text(Call& call) {
  const std::unique_ptr<TextCheck> check = text_check(call);
  check->run();
  return check->result(call.env);
}

// The work has one share, what stop() takes has another.
using SharedCheck = std::shared_ptr<TextCheck>;

void settle(napi_env env, napi_status status, void* data) {
  const std::unique_ptr<SharedCheck> share(static_cast<SharedCheck*>(data));
  TextCheck& check = **share;
  napi_delete_async_work(env, check.work);
  try {
    if (status != napi_ok) check.note("ERR_DIALLINT_INPUT", "the check was aborted");
    if (check.code == nullptr) {
      expect(env, napi_resolve_deferred(env, check.deferred, check.result(env)));
      return;
    }
    napi_value error = nullptr;
    expect(env, napi_create_error(env, made(env, std::string_view(check.code)),
                                  made(env, std::string_view(check.failure)), &error));
    expect(env, napi_reject_deferred(env, check.deferred, error));
  } catch (const Thrown&) {  // the environment is ending
  }
}

// The same on another thread: {promise, work}, of which stop() takes the second.
napi_value check_text_async(Call& call) {
  const SharedCheck check = text_check(call);
  const napi_value made_of = made_object(call.env);
  napi_value promise = nullptr;
  expect(call.env, napi_create_promise(call.env, &check->deferred, &promise));
  set(call.env, made_of, "promise", promise);
  set(call.env, made_of, "work", made_external(call.env, std::make_unique<SharedCheck>(check)));
  auto share = std::make_unique<SharedCheck>(check);
  expect(call.env,
         napi_create_async_work(
             call.env, nullptr, made(call.env, std::string_view("diallint")),
             [](napi_env, void* data) { (*static_cast<SharedCheck*>(data))->run_noted(); }, settle,
             share.get(), &check->work));
  expect(call.env, napi_queue_async_work(call.env, check->work));
  static_cast<void>(share.release());
  return made_of;
}

napi_value stop(Call& call) {
  external_of<SharedCheck>(call.env, call.arguments[0])->stopped = true;
  return nullptr;
}

// (rules, request, response, words), both JSON texts
napi_value check_response(Call& call) {
  CheckingRules& rules = rules_of(call);
  const std::string request = bytes_of(call.env, call.arguments[1]);
  const std::string response = bytes_of(call.env, call.arguments[2]);
  const CheckWords words = check_words(call.env, call.arguments[3]);
  const Settings settings = rules.settings_at(words.now);
  PlacedFindings findings;
  Run run(rules.plan(), settings, bindings::run_options(words), findings);
  const ResponseCounts counts = diallint::check_response(
      rules.plan(), settings, run, {"request", request}, {"response", response});
  const napi_value result =
      made_result(call.env, run.summary().counts, run.summary().found, made(call.env, findings));
  const napi_value responses = made_object(call.env);
  set(call.env, responses, "taken", counts.taken);
  set(call.env, responses, "failed", counts.failed);
  set(call.env, responses, "unanswered", counts.unanswered);
  set(call.env, result, "responses", responses);
  return result;
}

napi_value made(napi_env env, const Document& document) {
  const napi_value object = made_object(env);
  set(env, object, "title", document.title);
  set(env, object, "url", document.url);
  set(env, object, "read", document.read);
  return object;
}

napi_value list_rules(Call& call) {
  const napi_env env = call.env;
  return made_list(env, rules_of(call).ruleset().rules(), [&](const RuleInfo& rule) {
    const napi_value object = made_object(env);
    set(env, object, "id", rule.id);
    set(env, object, "title", rule.title);
    set(env, object, "severity", to_string(rule.severity));
    set(env, object, "why", rule.why);
    set(env, object, "repair", rule.repair);
    set(env, object, "documents", made_list(env, rule.documents, [&](const Document& document) {
          return made(env, document);
        }));
    return object;
  });
}

napi_value list_shapes(Call& call) {
  const napi_env env = call.env;
  return made_list(env, rules_of(call).ruleset().shapes(), [&](const ShapeInfo& shape) {
    const napi_value object = made_object(env);
    set(env, object, "id", shape.id);
    set(env, object, "title", shape.title);
    set(env, object, "schema", shape.schema);
    return object;
  });
}

// ({shape, seed, now, regions})
napi_value make_generator(Call& call) {
  const napi_value from = call.arguments[0];
  GeneratorOptions options;
  options.shape = text_member(call.env, from, "shape", options.shape);
  options.seed = static_cast<std::uint64_t>(number_member(call.env, from, "seed", 1));
  options.now = instant_of(number_member(call.env, from, "now", 0));
  options.regions = texts_member(call.env, from, "regions");
  Result<Generator> generator = Generator::make(options);
  if (!generator) bindings::expect_none(generator.error());
  return made_external(call.env, std::make_unique<Generator>(*std::move(generator)));
}

napi_value next_document(Call& call) {
  std::string text;
  bindings::expect_none(external_of<Generator>(call.env, call.arguments[0]).write(text));
  return made(call.env, std::string_view(text));
}

template <napi_value (*body)(Call&)>
void define(napi_env env, napi_value exports, const char* name) {
  napi_value function = nullptr;
  expect(env, napi_create_function(env, name, NAPI_AUTO_LENGTH, guarded<body>, nullptr, &function));
  set(env, exports, name, function);
}

}  // namespace

NAPI_MODULE_INIT() {
  try {
    set(env, exports, "version", version());
    define<make_rules>(env, exports, "makeRules");
    define<check_value>(env, exports, "checkValue");
    define<check_text>(env, exports, "checkText");
    define<check_text_async>(env, exports, "checkTextAsync");
    define<stop>(env, exports, "stop");
    define<check_response>(env, exports, "checkResponse");
    define<list_rules>(env, exports, "listRules");
    define<list_shapes>(env, exports, "listShapes");
    define<make_generator>(env, exports, "makeGenerator");
    define<next_document>(env, exports, "nextDocument");
  } catch (const Thrown&) {
    return nullptr;
  }
  return exports;
}
