#include "diallint/baseline.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_string.h"
#include "base/printable.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "diallint/config.h"
#include "report/reporter.h"
#include "schema/schema_catalog.h"
#include "shared/failure.h"
#include "shared/file_schema.h"
#include "shared/text_file.h"

namespace diallint {
namespace {

constexpr int kVersion = 1;

std::string working_folder() { return folder_of(""); }

}  // namespace

Baseline::Baseline(FileToRead file, std::string key, NameSet known_names)
    : file_(std::move(file)),
      key_(std::move(key)),
      base_{working_folder(), folder_of(file_.path)},
      known_names_(std::move(known_names)),
      fingerprints_(key_, base_, known_names_) {}

// Tells keys apart without telling the key.
std::string Baseline::check_of_key() const {
  return key_.empty() ? "" : to_hex(hmac_sha256(key_, "diallint baseline"), 8);
}

namespace {

// As it comes back from a file of JSON, which can hold no other bytes.
std::string as_utf8(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) append_utf8(out, next_code_point(text, at));
  return out;
}

}  // namespace

Baseline::Kind Baseline::kind_of(const SourceChunk& chunk, const Finding& finding,
                                 bool keyed) const {
  return {std::string(finding.rule), as_utf8(relative_path(chunk.name, base_)),
          as_utf8(structure_of(finding.path, known_names_)),
          keyed ? fingerprints_.common(chunk, finding) : ""};
}

void Baseline::read(bool may_lack) {
  struct stat status {};
  if (may_lack && ::stat(file_.path.c_str(), &status) != 0) return;
  const std::string text = text_of_file("--baseline", file_);
  try {
    parse(text);
  } catch (const nlohmann::json::exception&) {
    throw FatalError{
        fmt::format("--baseline: {} is not a baseline file; write it anew with --update-baseline",
                    printable(file_.path))};
  }
}

void Baseline::parse(const std::string& text) {
  // What is nested deeper than a baseline is, is left out as it is read.
  constexpr int kMaxSectionDepth = 3;
  const auto json = nlohmann::json::parse(
      text, [](int depth, auto /*event*/, auto& /*value*/) { return depth <= kMaxSectionDepth; });
  if (json.at("diallint-baseline").get<int>() != kVersion)
    throw FatalError{
        fmt::format("--baseline: {} is of another version of diallint; write it anew with "
                    "--update-baseline",
                    printable(file_.path))};
  const std::string key = json.at("key").get<std::string>();
  file_is_keyed_ = !key.empty();
  if (file_is_keyed_ && key != check_of_key())
    throw FatalError{
        fmt::format("--baseline: {} was written with {}key; give that key with --fingerprint-key",
                    printable(file_.path), key_.empty() ? "a " : "another ")};
  if (const std::string fault = first_fault(text, kBaselineSchema); !fault.empty()) {
    throw FatalError{fmt::format("--baseline: {}: {}; write it anew with --update-baseline",
                                 printable(file_.path), printable(fault))};
  }
  for (const auto& entry : json.at("findings")) {
    const Kind kind{entry.at("rule").get<std::string>(), entry.at("file").get<std::string>(),
                    entry.at("path").get<std::string>(),
                    file_is_keyed_ ? entry.at("fingerprint").get<std::string>() : ""};
    std::uint64_t& known = known_[kind].count;
    known += std::min(entry.at("count").get<std::uint64_t>(), UINT64_MAX - known);
  }
}

Baseline::Verdict Baseline::take(const SourceChunk& chunk, const Finding& finding) {
  const auto at = known_.find(kind_of(chunk, finding, file_is_keyed_));
  if (at == known_.end()) return {};
  Known& known = at->second;
  if (known.seen == known.count) return {false, file_is_keyed_ ? 0 : known.count};
  ++known.seen;
  return {true, 0};
}

void Baseline::note(const SourceChunk& chunk, const Finding& finding) {
  ++found_[kind_of(chunk, finding, !key_.empty())];
  ++noted_;
}

std::string Baseline::text() const {
  const auto quoted = [](const std::string& text) {
    std::string out;
    append_printable_json(out, text);
    return out;
  };
  std::string out = fmt::format("{{\n\"diallint-baseline\": {},\n\"key\": \"{}\",\n\"findings\": [",
                                kVersion, check_of_key());
  const char* separator = "\n";
  for (const auto& [kind, count] : found_) {
    const auto& [rule, file, path, fingerprint] = kind;
    out += fmt::format("{}{{\"rule\": {}, \"file\": {}, \"path\": {}, ", separator, quoted(rule),
                       quoted(file), quoted(path));
    if (!fingerprint.empty()) out += fmt::format("\"fingerprint\": \"{}\", ", fingerprint);
    out += fmt::format("\"count\": {}}}", count);
    separator = ",\n";
  }
  return out + "\n]\n}\n";
}

void BaselineFilter::take(const SourceChunk& chunk, std::span<const Finding> findings) {
  // A chance to keep the span as it is: most findings of a first run are all new, of later ones
  // known.
  std::size_t begin = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    if (update_) baseline_.note(chunk, finding);
    const Baseline::Verdict verdict =
        update_ ? Baseline::Verdict{true, 0} : baseline_.take(chunk, finding);
    if (!verdict.known && verdict.more_than == 0) continue;
    pass(chunk, findings.subspan(begin, i - begin));
    begin = i + 1;
    if (verdict.known) {
      drop(finding);
      continue;
    }
    // Without a key nothing tells which of its kind is new: this need not be the one.
    Finding one_more = finding;
    one_more.message = fmt::format(
        "more findings of this kind than the {} known in this file, and any of them "
        "may be the new one: {}",
        verdict.more_than, finding.message);
    pass(chunk, {&one_more, 1});
  }
  pass(chunk, findings.subspan(begin));
}

void BaselineFilter::pass(const SourceChunk& chunk, std::span<const Finding> findings) {
  std::size_t count = findings.size();
  if (most_ != 0) count = std::min<std::uint64_t>(count, most_ - std::min(most_, shown_));
  if (count > 0) next_.take(chunk, findings.first(count));
  shown_ += count;
}

void BaselineFilter::drop(const Finding& finding) {
  ++known_by_rule_[std::string(finding.rule)];
  ++known_[static_cast<std::size_t>(finding.severity)];
}

Summary BaselineFilter::without_known(Summary summary) const {
  const auto known = [&](Severity severity) { return known_[static_cast<std::size_t>(severity)]; };
  summary.counts.errors -= known(Severity::kError);
  summary.counts.warnings -= known(Severity::kWarning);
  summary.counts.infos -= known(Severity::kInfo);
  for (const auto& [rule, count] : known_by_rule_) {
    summary.known += count;
    summary.found -= count;
    const auto at = summary.by_rule.find(rule);
    at->second -= count;
    if (at->second == 0) summary.by_rule.erase(at);
  }
  summary.shown = shown_;
  return summary;
}

}  // namespace diallint
