#include "diallint/live_page.h"

#include <fmt/format.h>

#include <span>
#include <string_view>

#include "base/embedded_files.h"
#include "base/sha256.h"

namespace diallint {

/// The files of page/.
std::span<const EmbeddedFile> embedded_live_page();

namespace {

/// The style of the HTML report is that of this page, too.
std::string_view part(std::string_view name) {
  for (const auto& files : {embedded_page(), embedded_live_page()})
    for (const EmbeddedFile& file : files)
      if (file.name == name) return file.text;
  return {};
}

std::string hash_of(std::string_view name) {
  return fmt::format("'sha256-{}'", to_base64(sha256(part(name))));
}

}  // namespace

const std::string& live_page() {
  static const std::string kPage = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>diallint serve</title>\n<link rel=\"icon\" href=\"data:,\">\n"
      "<style>{}</style>\n<style>{}</style>\n</head>\n{}"
      "<script>{}</script>\n</body>\n</html>\n",
      part("report.css"), part("live.css"), part("live.html"), part("live.js"));
  return kPage;
}

const std::string& live_page_policy() {
  static const std::string kPolicy = fmt::format(
      "default-src 'none'; connect-src 'self'; style-src {} {}; script-src {}; base-uri 'none'; "
      "form-action 'none'; frame-ancestors 'none'",
      hash_of("report.css"), hash_of("live.css"), hash_of("live.js"));
  return kPolicy;
}

}  // namespace diallint
