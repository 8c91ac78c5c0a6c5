/// @file
/// Errors by value: what a call could not do, and why. No function that
/// returns a Result or a CheckResult throws.
///
///     diallint::Result<diallint::Ruleset> rules = diallint::Ruleset::with_schemas(texts);
///     if (!rules) return fail(rules.error().message);
///     diallint::Checker checker(*rules);
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace diallint {

/// What kind of error it is, for programs; the message is for people.
enum class ErrorCode : std::uint8_t {
  kNone,
  kSchema,   ///< a schema text is wrong, or nothing uses it
  kSetting,  ///< settings, options or a numbering plan are wrong: they name a rule that there is
             ///< not
  kInput,    ///< the caller's source of bytes failed, or an input is larger than can be read
  kOutOfMemory,  ///< an allocation failed; what was begun is undone, later calls may succeed
  kCallback,     ///< a function of the caller has thrown
};

/// An error with its message: one line of UTF-8 in English that names the place and the way out.
/// It may quote schemas and settings, never the values of dial requests.
struct Error {
  ErrorCode code = ErrorCode::kNone;
  std::string message;

  /// Whether there is an error.
  explicit operator bool() const noexcept { return code != ErrorCode::kNone; }
};

/// A value, or why there is none. Owns either.
template <class T>
class Result {
 public:
  Result(T value) noexcept : held_(std::move(value)) {}
  Result(Error error) noexcept : held_(std::move(error)) {}

  /// Whether there is a value.
  explicit operator bool() const noexcept { return held_.index() == 0; }

  /// The value; only where there is one.
  T& operator*() & noexcept { return *std::get_if<0>(&held_); }
  const T& operator*() const& noexcept { return *std::get_if<0>(&held_); }
  T&& operator*() && noexcept { return std::move(*std::get_if<0>(&held_)); }
  T* operator->() noexcept { return std::get_if<0>(&held_); }
  const T* operator->() const noexcept { return std::get_if<0>(&held_); }

  /// The error; only where there is no value.
  const Error& error() const noexcept { return *std::get_if<1>(&held_); }

 private:
  std::variant<T, Error> held_;
};

}  // namespace diallint
