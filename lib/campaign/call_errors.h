// How the calls of the public headers for campaigns end: whatever is thrown becomes an Error.
#pragma once
#include <optional>
#include <type_traits>
#include <utility>

#include "api/reader_source.h"
#include "base/out_of_memory.h"
#include "diallint/error.h"
#include "input/byte_source.h"

namespace diallint {

/// An error on its way out.
struct Refusal {
  Error error;
};

/// Calls a caller's function. What it throws may be anything, so only the fact is passed on.
template <typename Call>
void guarded(const Call& call) {
  try {
    call();
  } catch (...) {
    throw CallbackFailed{};
  }
}

/// What became of the call.
template <typename Body>
Error as_error(const Body& body) noexcept {
  try {
    body();
    return {};
  } catch (ReadError& error) {
    return {ErrorCode::kInput, std::move(error.what)};
  } catch (Refusal& refusal) {
    return std::move(refusal.error);
  } catch (const CallbackFailed&) {
    Error error;
    error.code = ErrorCode::kCallback;
    error.message = "callback threw";  // short enough to need no allocation
    return error;
  } catch (...) {
    // Nothing but want of memory throws here.
    return out_of_memory();  // GCOVR_EXCL_LINE: no test lets it fail; ./dev faults does
  }
}

/// What the body makes, or why it has not.
template <typename Body>
Result<std::invoke_result_t<Body>> as_result(const Body& body) noexcept {
  std::optional<std::invoke_result_t<Body>> made;
  Error error = as_error([&] { made.emplace(body()); });
  if (error) return error;
  return *std::move(made);
}

}  // namespace diallint
