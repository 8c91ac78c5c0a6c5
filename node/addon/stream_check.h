// The check of a stream while it comes: JavaScript gives its pieces, a thread reads them.
#pragma once
#include <node_api.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "addon/check_run.h"
#include "bindings/shared/checking.h"
#include "bindings/shared/piece_queue.h"

namespace diallint::addon {

/// Has a thread of its own, none of the few that Node.js reads files with: where those wait here
/// for bytes, nobody reads them. All calls are of the thread of JavaScript.
class StreamCheck {
 public:
  /// Throws FatalError if there is no such shape.
  StreamCheck(SharedRules rules, bindings::CheckWords words);

  /// Begins. Returns the promise of the result.
  static napi_value start(napi_env env, const std::shared_ptr<StreamCheck>& check);
  /// Takes the next piece. Returns null, or a promise that is resolved when there is room for more.
  napi_value give(napi_env env, std::string piece);
  /// Nothing follows. Before this a process may end with the check.
  void end(napi_env env);
  /// The result is wanted no more: its promise is rejected soon.
  void stop(napi_env env);

 private:
  void wake() noexcept;
  void check() noexcept;
  void look(napi_env env);
  void finish(napi_env env);
  void keep_process(napi_env env);
  static void give_up(void* check) noexcept;

  CheckRun run_;
  bindings::PieceQueue queue_;
  std::thread thread_;
  std::atomic<bool> over_ = false;
  napi_threadsafe_function woken_ = nullptr;  // look() on the thread of JavaScript; null when done
  napi_deferred result_ = nullptr;
  napi_deferred room_ = nullptr;  // null unless somebody waits for it
};

}  // namespace diallint::addon
