#include "generate/pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/ascii.h"
#include "engine/run.h"
#include "input/byte_source.h"

namespace diallint {
namespace {

using Json = nlohmann::ordered_json;

Json entry_of(const PackFile& file) {
  Json entry = {{"file", file.file}, {"shape", file.shape}};
  if (!file.rule.empty()) entry["rule"] = file.rule;
  if (!file.about.empty()) entry["about"] = file.about;
  if (!file.request.empty()) entry["request"] = file.request;
  if (file.counts_ignored) entry["ignored"] = Json::array();
  Json findings = Json::array();
  for (const PackFinding& finding : file.findings) {
    findings.push_back({{"rule", finding.rule},
                        {"path", finding.path},
                        {"severity", std::string(to_string(finding.severity))}});
  }
  entry["findings"] = std::move(findings);
  return entry;
}

PackFile file_from(const Json& entry) {
  PackFile file;
  file.file = entry.at("file").get<std::string>();
  file.shape = entry.at("shape").get<std::string>();
  file.rule = entry.value("rule", std::string());
  file.about = entry.value("about", std::string());
  file.request = entry.value("request", std::string());
  file.counts_ignored = entry.contains("ignored");
  for (const Json& finding : entry.at("findings")) {
    const auto severity = parse_severity(finding.at("severity").get<std::string>());
    if (!severity) throw std::runtime_error("a severity is error, warning or info");
    file.findings.push_back(
        {finding.at("path").get<std::string>(), finding.at("rule").get<std::string>(), *severity});
  }
  std::sort(file.findings.begin(), file.findings.end());
  return file;
}

}  // namespace

std::string manifest_of(const Pack& pack) {
  const Json head = {{"format", "diallint-pack"},
                     {"version", kPackVersion},
                     {"now", to_rfc3339(pack.now)},
                     {"ignored", pack.ignored}};
  std::string text = head.dump(2);
  text.resize(text.size() - 2);  // the closing bracket and its line
  text += ",\n  \"files\": [";
  const char* separator = "\n    ";
  for (const PackFile& file : pack.files) {
    text += separator + entry_of(file).dump();
    separator = ",\n    ";
  }
  return text + "\n  ]\n}\n";
}

Pack read_manifest(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) throw std::runtime_error("it is not valid JSON");
  try {
    if (json.at("format") != "diallint-pack")
      throw std::runtime_error("it does not describe a pack");
    if (json.at("version") != kPackVersion) {
      throw std::runtime_error(
          fmt::format("its version is not {}; use the diallint that made it", kPackVersion));
    }
    Pack pack;
    const auto now = parse_rfc3339(json.at("now").get<std::string>());
    if (!now) throw std::runtime_error("its now is not an RFC 3339 time");
    pack.now = *now;
    pack.ignored = json.value("ignored", std::vector<std::string>());
    for (const Json& entry : json.at("files")) pack.files.push_back(file_from(entry));
    return pack;
  } catch (const Json::exception&) {
    // The parser's own words quote its input.
    throw std::runtime_error(
        "a member is missing or has the wrong type; see 'diallint schema pack'");
  }
}

std::vector<PackFinding> findings_in(const Plan& plan, const PackFile& file, const Instant& now) {
  Settings settings;
  settings.now = now;
  if (!file.counts_ignored) settings.severity[std::string(kIgnoredRule)] = Severity::kOff;
  RunOptions options;
  options.shape = file.shape;
  PackCollector collector;
  Run run(plan, settings, options, collector);
  TextSource source(file.text);
  run.check(source, file.file);
  return collector.take_sorted();
}

void PackCollector::take(const SourceChunk&, std::span<const Finding> findings) {
  for (const Finding& finding : findings) {
    found_.push_back({finding.path, std::string(finding.rule), finding.severity});
  }
}

std::vector<PackFinding> PackCollector::take_sorted() {
  std::sort(found_.begin(), found_.end());
  return std::move(found_);
}

std::string file_word(std::string_view text) {
  std::string word;
  for (const char c : text) {
    const bool plain = is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_' || c == '+';
    if (plain) {
      word += c;
    } else if (!word.ends_with('-')) {
      word += '-';
    }
  }
  return word;
}

}  // namespace diallint
