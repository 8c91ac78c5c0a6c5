#include "diallint/pack_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/ascii.h"
#include "base/printable.h"
#include "shared/failure.h"

namespace diallint {
namespace {

struct Got {
  std::string rule;
  std::string path;
  std::string severity;  // empty: not told
};

// The findings that were printed; nothing if none of this is JSON with findings.
std::optional<std::vector<Got>> findings_of(const std::string& output) {
  const auto json = nlohmann::json::parse(output, nullptr, false);
  if (!json.is_object() || !json.contains("findings") || !json["findings"].is_array())
    return std::nullopt;
  std::vector<Got> found;
  const auto word = [](const nlohmann::json& finding, const char* name) {
    const auto at = finding.find(name);
    return at != finding.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  for (const auto& finding : json["findings"]) {
    if (!finding.is_object()) return std::nullopt;
    found.push_back({word(finding, "rule"), word(finding, "path"), word(finding, "severity")});
  }
  return found;
}

std::string in_words(const std::string& rule, const std::string& path) {
  constexpr std::size_t kShown = 64;
  const std::string shown = path.size() > kShown ? path.substr(0, kShown) + "..." : path;
  return fmt::format("{} at \"{}\"", printable(rule), printable(shown));
}

// Takes each promised finding out of what was found; what is left on either side differs.
std::string compare(const std::vector<PackFinding>& promised, std::vector<Got> found) {
  for (const PackFinding& finding : promised) {
    const auto match = std::find_if(found.begin(), found.end(), [&](const Got& got) {
      return got.rule == finding.rule && got.path == finding.path &&
             (got.severity.empty() || got.severity == to_string(finding.severity));
    });
    if (match == found.end()) {
      return fmt::format("lacks {} ({})", in_words(finding.rule, finding.path),
                         to_string(finding.severity));
    }
    found.erase(match);
  }
  if (found.empty()) return "";
  return "finds " + in_words(found.front().rule, found.front().path) + " as well";
}

bool has_error(const PackFile& file) {
  return std::any_of(file.findings.begin(), file.findings.end(), [](const PackFinding& finding) {
    return finding.severity == Severity::kError;
  });
}

void replace(std::string& word, std::string_view mark, const std::string& value) {
  for (std::size_t at = 0; (at = word.find(mark, at)) != std::string::npos; at += value.size()) {
    word.replace(at, mark.size(), value);
  }
}

// A command may be a line for a shell, and a word of it may be taken for an option: what a manifest
// says must be neither.
const std::string& plain(const std::string& word) {
  const bool ok = !word.starts_with('-') && std::all_of(word.begin(), word.end(), [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view("._-+/@,:=").find(c) != std::string_view::npos;
  });
  if (ok) return word;
  throw FatalError{fmt::format(
      "the manifest names {}, which has other characters than letters, digits and ._-+/@,:= or "
      "begins with a hyphen; do not use this pack, or rename it",
      printable(word))};
}

struct Tally {
  std::uint64_t agreed = 0;
  std::uint64_t files = 0;
};

// Cut, not rounded: 100 % is all of them.
std::string line_of(const std::string& name, std::size_t width, const Tally& tally) {
  return fmt::format("{:<{}}  {:>6}  {:>6}  {:>4} %\n", name, width, tally.agreed, tally.files,
                     tally.files == 0 ? 100 : tally.agreed * 100 / tally.files);
}

}  // namespace

Verdict judge_output(const PackFile& file, const std::vector<std::string>& ignored, int exit_code,
                     const std::string& output) {
  Verdict verdict{true, false, {}};
  if (auto found = findings_of(output)) {
    if (!file.counts_ignored) {
      std::erase_if(*found, [&](const Got& got) {
        return std::find(ignored.begin(), ignored.end(), got.rule) != ignored.end();
      });
    }
    verdict.difference = compare(file.findings, std::move(*found));
  } else if (exit_code != 0 && exit_code != 1) {
    verdict.difference = fmt::format("exits with {}, which is neither 0 nor 1", exit_code);
  } else if ((exit_code == 1) != has_error(file)) {
    verdict.difference =
        exit_code == 1 ? "rejects a file without errors" : "accepts a file with an error";
  }
  verdict.agrees = verdict.difference.empty();
  return verdict;
}

std::vector<std::string> command_for(const std::vector<std::string>& words,
                                     const std::string& folder, const PackFile& file,
                                     const Instant& now) {
  const auto inside = [&](const std::string& name) {
    return (std::filesystem::path(folder) / plain(name)).string();
  };
  std::vector<std::string> command = words;
  for (std::string& word : command) {
    replace(word, "{shape}", plain(file.shape));
    replace(word, "{now}", to_rfc3339(now));
    if (!file.request.empty()) replace(word, "{request}", inside(file.request));
    replace(word, "{file}", inside(file.file));
  }
  return command;
}

std::string agreement_table(const Pack& pack, const std::vector<Verdict>& verdicts) {
  std::map<std::string, Tally> rules;
  Tally all;
  std::size_t width = std::string_view("(none)").size();
  for (std::size_t i = 0; i < pack.files.size(); ++i) {
    if (!verdicts[i].ran) continue;
    const std::string& rule = pack.files[i].rule;
    const std::string name = rule.empty() ? "(none)" : printable(rule);
    width = std::max(width, name.size());
    for (Tally* tally : {&rules[name], &all}) {
      ++tally->files;
      tally->agreed += verdicts[i].agrees ? 1 : 0;
    }
  }
  std::string text = fmt::format("{:<{}}  agreed   files\n", "rule", width);
  for (const auto& [name, tally] : rules) text += line_of(name, width, tally);
  return text + line_of("all", width, all);
}

}  // namespace diallint
