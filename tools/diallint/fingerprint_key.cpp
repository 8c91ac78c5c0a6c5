#include "diallint/fingerprint_key.h"

#include <fmt/format.h>

#include <cstdlib>

#include "report/fingerprint.h"
#include "shared/failure.h"
#include "shared/text_file.h"

namespace diallint {
namespace {

constexpr const char* kVariable = "DIALLINT_FINGERPRINT_KEY";

std::string checked(const char* origin, const std::string& text) {
  std::string key = without_space(text);
  if (key.size() >= kMinKeyBytes) return key;
  throw FatalError{fmt::format(
      "{}: the key has {} bytes; at least {} are needed, as 'openssl rand -hex 32' makes them",
      origin, key.size(), kMinKeyBytes)};
}

}  // namespace

std::string key_of_file(const char* option, const std::string& path) {
  return checked(option, text_of_file(option, path));
}

FingerprintKey fingerprint_key(const std::string& option, const FileToRead& configured) {
  constexpr const char* kOption = "--fingerprint-key";
  const char* variable = std::getenv(kVariable);
  if (!option.empty()) return {key_of_file(kOption, option)};
  if (variable != nullptr && *variable != '\0') return {checked(kVariable, variable)};
  if (configured.path.empty()) return {};
  return {checked("fingerprint-key", text_of_file("fingerprint-key", configured)), true};
}

}  // namespace diallint
