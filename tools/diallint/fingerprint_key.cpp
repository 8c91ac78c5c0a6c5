#include "diallint/fingerprint_key.h"

#include <fmt/format.h>

#include <cstdlib>

#include "report/fingerprint.h"
#include "shared/failure.h"
#include "shared/text_file.h"

namespace diallint {
namespace {

constexpr const char* kVariable = "DIALLINT_FINGERPRINT_KEY";

std::string without_space(std::string text) {
  constexpr const char* kSpace = " \t\r\n";
  text.erase(text.find_last_not_of(kSpace) + 1);
  text.erase(0, text.find_first_not_of(kSpace));
  return text;
}

}  // namespace

std::string fingerprint_key(const std::string& file) {
  const char* variable = std::getenv(kVariable);
  const bool from_file = !file.empty();
  std::string key = without_space(from_file             ? text_of_file("--fingerprint-key", file)
                                  : variable != nullptr ? variable
                                                        : "");
  if (key.empty() && !from_file) return key;
  if (key.size() >= kMinKeyBytes) return key;
  throw FatalError{fmt::format(
      "{}: the key has {} bytes; at least {} are needed, as 'openssl rand -hex 32' makes them",
      from_file ? "--fingerprint-key" : kVariable, key.size(), kMinKeyBytes)};
}

}  // namespace diallint
