#include "addon/stream_check.h"

#include <system_error>
#include <utility>

#include "addon/javascript.h"

namespace diallint::addon {
namespace {

// Some reads of a file ahead, so that neither side waits for each piece of the other.
constexpr std::size_t kMostHeld = std::size_t{1} << 20;

using Share = std::shared_ptr<StreamCheck>;

}  // namespace

StreamCheck::StreamCheck(SharedRules rules, bindings::CheckWords words)
    : run_(std::move(rules), std::move(words)), queue_(kMostHeld, [this] { wake(); }) {}

// From either thread.
void StreamCheck::wake() noexcept {
  napi_call_threadsafe_function(woken_, nullptr, napi_tsfn_nonblocking);
}

void StreamCheck::check() noexcept {
  run_.run_noted(queue_);
  queue_.cancel();  // nobody reads what comes now
  over_ = true;
  wake();
}

// The environment ends: behind this nothing of the check runs.
void StreamCheck::give_up(void* check) noexcept {
  auto& here = *static_cast<StreamCheck*>(check);
  here.queue_.cancel();
  here.thread_.join();
}

napi_value StreamCheck::start(napi_env env, const Share& check) {
  StreamCheck& here = *check;
  napi_value promise = nullptr;
  expect(env, napi_create_promise(env, &here.result_, &promise));
  auto share = std::make_unique<Share>(check);
  expect(env,
         napi_create_threadsafe_function(
             env, nullptr, nullptr, made(env, std::string_view("diallint")), 0, 1, share.get(),
             [](napi_env, void* data, void*) { delete static_cast<Share*>(data); }, share.get(),
             [](napi_env woken, napi_value, void* data, void*) {
               if (woken != nullptr) (*static_cast<Share*>(data))->look(woken);
             },
             &here.woken_));
  static_cast<void>(share.release());
  napi_unref_threadsafe_function(env, here.woken_);
  try {
    here.thread_ = std::thread([&here] { here.check(); });
  } catch (const std::system_error&) {
    napi_release_threadsafe_function(here.woken_, napi_tsfn_abort);
    throw;
  }
  // Hooks run in reverse order: this one before that of the function, which the thread calls.
  napi_add_env_cleanup_hook(env, give_up, &here);
  return promise;
}

napi_value StreamCheck::give(napi_env env, std::string piece) {
  if (woken_ == nullptr || queue_.give(std::move(piece))) return nullptr;
  napi_value promise = nullptr;
  expect(env, napi_create_promise(env, &room_, &promise));
  keep_process(env);
  return promise;
}

void StreamCheck::end(napi_env env) {
  queue_.end();
  keep_process(env);
}

void StreamCheck::stop(napi_env env) {
  queue_.cancel();
  keep_process(env);
}

void StreamCheck::keep_process(napi_env env) {
  if (woken_ != nullptr) napi_ref_threadsafe_function(env, woken_);
}

void StreamCheck::look(napi_env env) {
  try {
    if (over_ && woken_ != nullptr) finish(env);
    if (room_ == nullptr || !queue_.has_room()) return;
    if (woken_ != nullptr) napi_unref_threadsafe_function(env, woken_);
    napi_value nothing = nullptr;
    expect(env, napi_get_undefined(env, &nothing));
    expect(env, napi_resolve_deferred(env, std::exchange(room_, nullptr), nothing));
  } catch (const Thrown&) {  // the environment is ending
  }
}

void StreamCheck::finish(napi_env env) {
  thread_.join();
  napi_remove_env_cleanup_hook(env, give_up, this);
  // The function's share of this goes with it, behind this call.
  napi_release_threadsafe_function(std::exchange(woken_, nullptr), napi_tsfn_release);
  run_.settle(env, result_);
}

}  // namespace diallint::addon
