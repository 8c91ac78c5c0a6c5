// The addon of the package for Node.js, by Node-API: what node/index.cjs stands on. Values come as
// JSON text, and findings go as plain objects; nothing here is for users.
#include <node_api.h>

#include <atomic>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "addon/check_run.h"
#include "addon/check_values.h"
#include "addon/javascript.h"
#include "addon/stream_check.h"
#include "bindings/shared/checking.h"
#include "diallint/checker.h"
#include "diallint/generate.h"
#include "diallint/guidance.h"
#include "engine/response_check.h"
#include "engine/run.h"
#include "shared/failure.h"

namespace {

using namespace diallint;
using namespace diallint::addon;
using bindings::CheckingRules;
using bindings::CheckWords;
using bindings::PlacedFindings;

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

const SharedRules& shared_rules_of(Call& call) {
  return external_of<SharedRules>(call.env, call.arguments[0]);
}

CheckingRules& rules_of(Call& call) { return *shared_rules_of(call); }

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

std::string bytes_of(napi_env env, napi_value value) {
  bool is_buffer = false;
  expect(env, napi_is_buffer(env, value, &is_buffer));
  if (!is_buffer) return text_of(env, value);
  void* data = nullptr;
  std::size_t size = 0;
  expect(env, napi_get_buffer_info(env, value, &data, &size));
  return {static_cast<const char*>(data), size};
}

// (rules, string or Buffer, words)
napi_value check_text(Call& call) {
  CheckRun run(shared_rules_of(call), check_words(call.env, call.arguments[2]));
  const std::string text = bytes_of(call.env, call.arguments[1]);
  TextSource source(text);
  run.run(source);
  return run.result(call.env);
}

/// The same on a thread of Node.js's. Shared by the work and by what stop() takes.
struct TextCheck {
  CheckRun run;
  std::string text;
  std::atomic<bool> stopped = false;
  napi_deferred deferred = nullptr;
  napi_async_work work = nullptr;

  void check() noexcept {
    StoppableText source(text, stopped);
    run.run_noted(source);
  }
};
using SharedCheck = std::shared_ptr<TextCheck>;

void settle(napi_env env, napi_status status, void* data) {
  const std::unique_ptr<SharedCheck> share(static_cast<SharedCheck*>(data));
  TextCheck& check = **share;
  napi_delete_async_work(env, check.work);
  if (status != napi_ok) check.run.note_aborted();
  try {
    check.run.settle(env, check.deferred);
  } catch (const Thrown&) {  // the environment is ending
  }
}

// (rules, string or Buffer, words): {promise, work}, of which stop() takes the second.
napi_value check_text_async(Call& call) {
  const SharedCheck check = std::make_shared<TextCheck>(
      CheckRun(shared_rules_of(call), check_words(call.env, call.arguments[2])),
      bytes_of(call.env, call.arguments[1]));
  const napi_value made_of = made_object(call.env);
  napi_value promise = nullptr;
  expect(call.env, napi_create_promise(call.env, &check->deferred, &promise));
  set(call.env, made_of, "promise", promise);
  set(call.env, made_of, "work", made_external(call.env, std::make_unique<SharedCheck>(check)));
  auto share = std::make_unique<SharedCheck>(check);
  expect(call.env, napi_create_async_work(
                       call.env, nullptr, made(call.env, std::string_view("diallint")),
                       [](napi_env, void* data) { (*static_cast<SharedCheck*>(data))->check(); },
                       settle, share.get(), &check->work));
  expect(call.env, napi_queue_async_work(call.env, check->work));
  static_cast<void>(share.release());
  return made_of;
}

napi_value stop(Call& call) {
  external_of<SharedCheck>(call.env, call.arguments[0])->stopped = true;
  return nullptr;
}

using SharedStream = std::shared_ptr<StreamCheck>;

StreamCheck& stream_of(Call& call) {
  return *external_of<SharedStream>(call.env, call.arguments[0]);
}

// (rules, words): {promise, stream}, of which the calls below take the second.
napi_value open_stream(Call& call) {
  const auto stream = std::make_shared<StreamCheck>(shared_rules_of(call),
                                                    check_words(call.env, call.arguments[1]));
  const napi_value made_of = made_object(call.env);
  set(call.env, made_of, "stream", made_external(call.env, std::make_unique<SharedStream>(stream)));
  set(call.env, made_of, "promise", StreamCheck::start(call.env, stream));
  return made_of;
}

// (stream, string or Buffer): undefined, or a promise to wait for before the next piece is given.
napi_value give_piece(Call& call) {
  return stream_of(call).give(call.env, bytes_of(call.env, call.arguments[1]));
}

napi_value end_stream(Call& call) {
  stream_of(call).end(call.env);
  return nullptr;
}

napi_value stop_stream(Call& call) {
  stream_of(call).stop(call.env);
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

napi_value made_document(napi_env env, const Document& document) {
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
          return made_document(env, document);
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

napi_value made_guidance(napi_env env, const Guidance& guidance) {
  const napi_value object = made_object(env);
  set(env, object, "service", guidance.service);
  set(env, object, "name", guidance.name);
  if (guidance.http_status != 0)
    set(env, object, "httpStatus", made(env, static_cast<double>(guidance.http_status)));
  set(env, object, "remedy", name_of(guidance.remedy));
  set(env, object, "meaning", guidance.meaning);
  set(env, object, "advice", guidance.advice);
  return object;
}

// (service, name); undefined where it is not known
napi_value guidance_of(Call& call) {
  const std::string service = text_of(call.env, call.arguments[0]);
  const Guidance* found = guidance_for(service, text_of(call.env, call.arguments[1]));
  return found == nullptr ? nullptr : made_guidance(call.env, *found);
}

napi_value list_guidance(Call& call) {
  return made_list(call.env, all_guidance(),
                   [&](const Guidance& guidance) { return made_guidance(call.env, guidance); });
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
    set(env, exports, "maxJobs", made(env, static_cast<double>(kMaxJobs)));
    define<make_rules>(env, exports, "makeRules");
    define<check_value>(env, exports, "checkValue");
    define<check_text>(env, exports, "checkText");
    define<check_text_async>(env, exports, "checkTextAsync");
    define<stop>(env, exports, "stop");
    define<open_stream>(env, exports, "openStream");
    define<give_piece>(env, exports, "givePiece");
    define<end_stream>(env, exports, "endStream");
    define<stop_stream>(env, exports, "stopStream");
    define<check_response>(env, exports, "checkResponse");
    define<list_rules>(env, exports, "listRules");
    define<list_shapes>(env, exports, "listShapes");
    define<guidance_of>(env, exports, "guidance");
    define<list_guidance>(env, exports, "allGuidance");
    define<make_generator>(env, exports, "makeGenerator");
    define<next_document>(env, exports, "nextDocument");
  } catch (const Thrown&) {
    return nullptr;
  }
  return exports;
}
