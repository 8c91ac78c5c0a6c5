#include "diallint/service_error.h"

#include <fmt/format.h>

#include <exception>
#include <iterator>

#include "api/ruleset_state.h"
#include "api/validation_message.h"
#include "base/json_string.h"
#include "base/plural.h"

namespace diallint {
namespace {

std::string write_exception(std::span<const Finding> findings) {
  std::string body = "{\"message\":";
  append_json_string(body, validation_message(findings));
  body += ",\"fieldList\":[";
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::kError) continue;
    body += body.back() == '[' ? "{\"path\":" : ",{\"path\":";
    append_json_string(body, finding.path);
    body += ",\"message\":";
    append_json_string(body, finding.message);
    body += '}';
  }
  return body + "]}";
}

}  // namespace

std::string validation_message(std::span<const Finding> findings) {
  std::string sentences;
  std::size_t count = 0;
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::kError) continue;
    fmt::format_to(std::back_inserter(sentences),
                   "{}Value at '{}' failed to satisfy constraint: {}", count == 0 ? "" : "; ",
                   finding.path, finding.message);
    ++count;
  }
  return counted(count, "validation error") + " detected. " + sentences;
}

Result<std::string> validation_exception(std::span<const Finding> findings) noexcept {
  try {
    return write_exception(findings);
  } catch (const std::exception&) {
    return out_of_memory();
  }
}

}  // namespace diallint
