// What the C interface of lists, answers and fixes has in common.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/c_convert.h"
#include "diallint/diallint.h"
#include "diallint/prepare.h"

struct diallint_files {
  std::vector<diallint::PreparedFile> files;
  std::string note = {};  // what a summary says in words
};

namespace diallint {

/// What a function of the caller did not want to go on with; the library makes a fact of it.
struct Unwanted {};

inline Ruleset rules_of(const diallint_ruleset* ruleset) {
  return ruleset == nullptr ? Ruleset::builtin() : ruleset->rules;
}

/// A caller's function as one that takes bytes; empty for none.
inline std::function<void(std::string_view)> taker_of(diallint_take take, void* context) {
  if (take == nullptr) return {};
  return [take, context](std::string_view bytes) {
    if (take(context, bytes.data(), bytes.size()) != 0) throw Unwanted{};
  };
}

inline ByteReader reader_of(diallint_read read, void* context) {
  return [read, context](char* out, std::size_t size) { return read(context, out, size); };
}

/// What a caller's function opens, closed when nobody reads it any more; empty where it opens
/// nothing.
inline ByteReader opened(diallint_open open, diallint_close close, void* context,
                         std::string_view name) {
  diallint_read read = nullptr;
  void* read_context = nullptr;
  if (open(context, name.data(), name.size(), &read, &read_context) == 0 || read == nullptr)
    return {};
  const std::shared_ptr<void> kept(nullptr, [close, context, read_context](void*) {
    if (close != nullptr) close(context, read_context);
  });
  return [read, read_context, kept](char* out, std::size_t size) {
    return read(read_context, out, size);
  };
}

/// Runs what may want memory, and tells the caller of an error.
template <typename Body>
std::int32_t run_call(diallint_error* error, const Body& body) noexcept {
  try {
    const Error wrong = body();
    return wrong ? fail(wrong, error) : DIALLINT_OK;
    // GCOVR_EXCL_START: ./dev faults lets allocations fail, where nothing is counted
  } catch (...) {
    return fail_of_memory(error);
  }
  // GCOVR_EXCL_STOP
}

inline Error too_small() { return {ErrorCode::kSetting, std::string(kTooSmall)}; }
inline Error null_given() { return {ErrorCode::kSetting, std::string(kNull)}; }

/// The same for what puts an object into `*out`, which is null where there is none.
template <typename Object, typename Body>
std::int32_t make_call(Object** out, diallint_error* error, const Body& body) noexcept {
  return run_call(error, [&]() -> Error {
    if (out == nullptr) return null_given();
    *out = nullptr;
    return body();
  });
}

/// Whether the caller's version of a struct, if it is given, can be filled in.
template <typename Struct>
bool has_room(std::size_t first_version, Struct* to) noexcept {
  return give(Struct{}, first_version, to);
}

/// Finishes what was read bit by bit, and gives its summary, which there is after an error too.
template <typename Run, typename Struct, typename Convert>
std::int32_t finish_call(Run* run, std::size_t first_version, Struct* summary, const Convert& to_c,
                         diallint_error* error) noexcept {
  return run_call(error, [&]() -> Error {
    if (run == nullptr) return null_given();
    if (!has_room(first_version, summary)) return too_small();
    Error wrong = run->finish();
    give(to_c(run->summary()), first_version, summary);
    return wrong;
  });
}

/// One of the counts by its place.
std::int32_t give_count(const std::map<std::string, std::uint64_t>& counts, std::size_t index,
                        diallint_count* out) noexcept;

}  // namespace diallint
