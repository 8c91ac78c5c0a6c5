// Values of JavaScript, read and made by Node-API: nothing of dial requests.
#pragma once
#include <node_api.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diallint/instant.h"

namespace diallint::addon {

/// An exception of JavaScript is pending.
struct Thrown {};

inline void expect(napi_env env, napi_status status) {
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

/// The UTF-8 of a string. That of a short one is written at once where it may need three bytes for
/// a code unit; that of a long one is measured before.
inline std::string text_of(napi_env env, napi_value value) {
  constexpr std::size_t kShort = std::size_t{16} << 10;
  std::size_t size = 0;
  expect(env, napi_get_value_string_latin1(env, value, nullptr, 0, &size));  // in code units
  if (size <= kShort)
    size *= 3;
  else
    expect(env, napi_get_value_string_utf8(env, value, nullptr, 0, &size));
  std::string text(size, '\0');
  expect(env, napi_get_value_string_utf8(env, value, text.data(), size + 1, &size));
  text.resize(size);
  return text;
}

inline napi_value member(napi_env env, napi_value object, const char* name) {
  napi_value value = nullptr;
  expect(env, napi_get_named_property(env, object, name, &value));
  return value;
}

inline bool is_given(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  expect(env, napi_typeof(env, value, &type));
  return type != napi_undefined && type != napi_null;
}

inline std::string text_member(napi_env env, napi_value object, const char* name,
                               std::string otherwise) {
  const napi_value value = member(env, object, name);
  return is_given(env, value) ? text_of(env, value) : std::move(otherwise);
}

inline double number_member(napi_env env, napi_value object, const char* name, double otherwise) {
  const napi_value value = member(env, object, name);
  if (!is_given(env, value)) return otherwise;
  double number = 0;
  expect(env, napi_get_value_double(env, value, &number));
  return number;
}

inline bool flag_member(napi_env env, napi_value object, const char* name) {
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

inline std::vector<std::string> texts_member(napi_env env, napi_value object, const char* name) {
  std::vector<std::string> texts;
  const napi_value list = member(env, object, name);
  if (is_given(env, list))
    for_each(env, list, [&](napi_value value) { texts.push_back(text_of(env, value)); });
  return texts;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline Pairs pairs_member(napi_env env, napi_value object, const char* name) {
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

/// `millis` since 1970.
inline Instant instant_of(double millis) {
  const double seconds = std::floor(millis / 1000);
  const auto rest = static_cast<std::int32_t>(millis - seconds * 1000);
  return {static_cast<std::int64_t>(seconds), rest * 1'000'000, false};
}

// --- to JavaScript -----------------------------------------------------------------------------

inline napi_value made(napi_env env, std::string_view text) {
  napi_value value = nullptr;
  expect(env, napi_create_string_utf8(env, text.data(), text.size(), &value));
  return value;
}

inline napi_value made(napi_env env, double number) {
  napi_value value = nullptr;
  expect(env, napi_create_double(env, number, &value));
  return value;
}

inline napi_value made(napi_env env, std::uint64_t count) {
  return made(env, static_cast<double>(count));
}

inline napi_value made_object(napi_env env) {
  napi_value object = nullptr;
  expect(env, napi_create_object(env, &object));
  return object;
}

inline napi_value made_array(napi_env env) {
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

inline void set(napi_env env, napi_value object, const char* name, napi_value value) {
  expect(env, napi_set_named_property(env, object, name, value));
}

template <typename T>
void set(napi_env env, napi_value object, const char* name, const T& value) {
  set(env, object, name, made(env, value));
}

inline void set_given(napi_env env, napi_value object, const char* name, const std::string& text) {
  if (!text.empty()) set(env, object, name, std::string_view(text));
}

// --- what lives behind a value of JavaScript -----------------------------------------------------

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

}  // namespace diallint::addon
