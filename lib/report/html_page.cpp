#include "report/html_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/embedded_files.h"
#include "base/sha256.h"
#include "report/html_charts.h"

namespace diallint {
namespace {

constexpr std::string_view kStyle = "report.css";

std::string_view page_part(std::string_view name) {
  const auto& files = embedded_page();
  return std::find_if(files.begin(), files.end(),
                      [&](const EmbeddedFile& file) { return file.name == name; })
      ->text;
}

/// As a policy names what it allows.
std::string hash_of(std::string_view name) {
  return fmt::format("'sha256-{}'", to_base64(sha256(page_part(name))));
}

}  // namespace

std::string page_head(std::string_view title, std::span<const std::string_view> scripts) {
  std::string hashes;
  for (const std::string_view script : scripts) hashes += ' ' + hash_of(script);
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; "
      "script-src{}; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
      hash_of(kStyle), hashes, title, page_part(kStyle));
}

std::string page_end(std::span<const std::string_view> scripts) {
  std::string text;
  for (const std::string_view script : scripts)
    text += fmt::format("<script>{}</script>\n", page_part(script));
  return text + "</body>\n</html>\n";
}

std::string page_count(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(count), noun, count == 1 ? "" : "s");
}

std::string page_tile(std::string_view name, std::uint64_t count, std::string_view color) {
  return fmt::format("<div><dt>{}</dt><dd class=\"{}\">{}</dd></div>\n", name,
                     count > 0 ? color : "", grouped(count));
}

}  // namespace diallint
