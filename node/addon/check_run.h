// One check of a text or a stream, on whatever thread, and what it has come to.
#pragma once
#include <node_api.h>

#include <memory>
#include <string>

#include "bindings/shared/checking.h"
#include "context/summary.h"
#include "input/byte_source.h"

namespace diallint::addon {

/// Shared with the checks that still run when JavaScript drops it.
using SharedRules = std::shared_ptr<bindings::CheckingRules>;

class CheckRun {
 public:
  /// Throws FatalError if there is no such shape.
  CheckRun(SharedRules rules, bindings::CheckWords words);

  /// Throws ReadError and FatalError.
  void run(ByteSource& source);
  /// Keeps for settle() what would be thrown.
  void run_noted(ByteSource& source) noexcept;
  /// Nothing has run: the check was aborted before.
  void note_aborted();

  napi_value result(napi_env env) const;
  /// Resolves with the result, or rejects with what was noted.
  void settle(napi_env env, napi_deferred deferred) const;

 private:
  void note(const char* code, std::string what);

  SharedRules rules_;
  bindings::CheckWords words_;
  bindings::PlacedFindings findings_;
  Summary summary_;
  const char* code_ = nullptr;  // of the failure, if any
  std::string failure_;
};

}  // namespace diallint::addon
