#include "report/report_signature.h"

#include <array>

namespace diallint {
namespace {

using namespace std::string_view_literals;

constexpr std::array kOpenings = {
    "{\"tool\":{\"name\":\"diallint\","sv,  // json
    "{\"notRead\":["sv,                     // ndjson
    "{\"summary\":{\"files\":"sv,           // ndjson without findings
    "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\""sv,
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"diallint\""sv,
    "{\n\"diallint-baseline\":"sv,
};

bool holds(std::string_view head, std::string_view part) noexcept {
  return head.find(part) != std::string_view::npos;
}

}  // namespace

bool begins_own_file(std::string_view head) noexcept {
  for (const std::string_view opening : kOpenings)
    if (head.starts_with(opening)) return true;
  if (head == "[]\n") return true;  // gitlab without findings
  if (head.starts_with("[\n{\"description\":\"")) return holds(head, "\",\"check_name\":\"");
  if (head.starts_with("{\"rule\":\"")) return holds(head, "\",\"severity\":\"");
  return head.starts_with("<!DOCTYPE html>") && holds(head, "<title>diallint report");
}

}  // namespace diallint
