// Between the structs of the C interface and the values of the C++ one.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/checker.h"
#include "diallint/diallint.h"

struct diallint_ruleset {
  diallint::Ruleset rules;
};

struct diallint_checker {
  diallint::Checker checker;
  std::vector<diallint::DialRequest> requests;  // of one call; reused
  std::vector<diallint::Attribute> attributes;  // of one call, all requests'; reused
  diallint::CheckResult last;
  std::string body;
};

namespace diallint {

// Sizes of the structs in their first version: callers have at least these. A member that is added
// goes to the end, and leaves these alone.
inline constexpr std::size_t kErrorSize = 512;
inline constexpr std::size_t kSettingsSize = 48;
inline constexpr std::size_t kFindingSize = 184;
inline constexpr std::size_t kOptionsSize = 64;
inline constexpr std::size_t kResultSize = 88;
inline constexpr std::size_t kRuleSize = 80;
inline constexpr std::size_t kCheckerOptionsSize = 16;
inline constexpr std::size_t kRequestSize = 64;

/// On machines with narrower pointers there is no other version yet than this one.
template <typename Struct>
constexpr std::size_t least(std::size_t first_version) noexcept {
  return sizeof(void*) == 8 ? first_version : sizeof(Struct);
}

/// What the caller's version of a struct holds; the rest is zero. False: it is too small.
template <typename Struct>
bool take(const Struct* from, std::size_t first_version, Struct& to) noexcept {
  to = {};
  if (from == nullptr) return true;
  if (from->struct_size < least<Struct>(first_version)) return false;
  std::memcpy(&to, from, std::min(from->struct_size, sizeof to));
  return true;
}

/// Fills in as much as the caller's version has. False: it is too small.
template <typename Struct>
bool give(Struct from, std::size_t first_version, Struct* to) noexcept {
  if (to == nullptr) return true;
  if (to->struct_size < least<Struct>(first_version)) return false;
  from.struct_size = to->struct_size;
  std::memcpy(to, &from, std::min(to->struct_size, sizeof from));
  return true;
}

inline constexpr std::string_view kTooSmall =
    "struct_size is smaller than any version of the struct; set it to the struct's sizeof";
inline constexpr std::string_view kNull = "an argument that must not be null is null";

inline std::string_view view(const char* data, std::size_t size) noexcept {
  return data == nullptr ? std::string_view() : std::string_view(data, size);
}

inline std::string_view view(const diallint_text& text) noexcept {
  return view(text.data, text.size);
}

/// False: the list is not there.
bool read_csv_map(const diallint_csv_column* from, std::size_t count, CsvMap& to);

inline std::int32_t code_of(const Error& error) noexcept {
  return static_cast<std::int32_t>(error.code);
}

/// Tells the caller of an error; whole characters of its message. False where there is no room.
bool tell(ErrorCode code, std::string_view message, diallint_error* out) noexcept;

/// The code of an error that the caller is told of.
std::int32_t fail(ErrorCode code, std::string_view message, diallint_error* out) noexcept;
inline std::int32_t fail(const Error& error, diallint_error* out) noexcept {
  return fail(error.code, error.message, out);
}

/// The same for an allocation that has failed.
std::int32_t fail_of_memory(diallint_error* out) noexcept;

/// Settings as C++ has them; an error in words where a severity is none, or a list is not there.
std::string read_settings(const diallint_settings& from, Settings& to);
Result<Ruleset> make_rules(const diallint_settings& from);

diallint_finding to_c(const Finding& f) noexcept;
diallint_result to_c(const CheckResult& r) noexcept;
diallint_rule to_c(const RuleInfo& rule) noexcept;

void read_options(const diallint_options& from, CheckOptions& to);
std::optional<Instant> now_of(const diallint_options& options) noexcept;

/// The caller's requests as views of the same texts.
void read_requests(diallint_checker& checker, const diallint_dial_request* from, std::size_t count,
                   std::size_t request_size);

}  // namespace diallint
