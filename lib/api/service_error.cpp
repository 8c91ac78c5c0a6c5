#include "diallint/service_error.h"

#include <fmt/format.h>

#include <exception>
#include <iterator>

#include "api/ruleset_state.h"
#include "base/json_string.h"
#include "base/plural.h"

namespace diallint {
namespace {

std::string write_exception(std::span<const Finding> findings) {
  std::string sentences;
  std::string fields;
  std::size_t count = 0;
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::kError) continue;
    fmt::format_to(std::back_inserter(sentences),
                   "{}Value at '{}' failed to satisfy constraint: {}", count == 0 ? "" : "; ",
                   finding.path, finding.message);
    fields += count == 0 ? "{\"path\":" : ",{\"path\":";
    append_json_string(fields, finding.path);
    fields += ",\"message\":";
    append_json_string(fields, finding.message);
    fields += '}';
    ++count;
  }
  std::string body = "{\"message\":";
  append_json_string(body, counted(count, "validation error") + " detected. " + sentences);
  return body + ",\"fieldList\":[" + fields + "]}";
}

}  // namespace

Result<std::string> validation_exception(std::span<const Finding> findings) noexcept {
  try {
    return write_exception(findings);
  } catch (const std::exception&) {
    return out_of_memory();
  }
}

}  // namespace diallint
