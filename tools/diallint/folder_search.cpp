#include "diallint/folder_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/ascii.h"
#include "base/plural.h"
#include "base/printable.h"
#include "compression/compressed_format.h"
#include "diallint/config.h"
#include "diallint/own_files.h"
#include "engine/input_formats.h"
#include "shared/file_source.h"

namespace diallint {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPatternsName = ".gitignore";
constexpr std::string_view kRepositoryName = ".git";

// As jobs of Spark and Hadoop name the pieces of an output: part-00000, part-00000-GUID-c000.
bool is_piece(const std::string& name) {
  constexpr std::string_view kPrefix = "part-";
  constexpr std::size_t kDigits = 5;
  return name.starts_with(kPrefix) && name.size() >= kPrefix.size() + kDigits &&
         all_digits(std::string_view(name).substr(kPrefix.size(), kDigits));
}

std::string ending_of(std::string_view name) {
  return to_lower(fs::path(name).extension().string());
}

// By its name. Compressed data may have no other extension: many services name what they write
// NAME.gz. One that says it is something else, as of NAME.tar.gz, is believed.
bool is_data(const std::string& name) {
  const std::string_view inner = without_compression(name);
  const std::string ending = ending_of(inner);
  const bool says_nothing = inner.size() < name.size() || is_piece(name);
  return has_extension(ending, input_extensions()) || (ending.empty() && says_nothing);
}

}  // namespace

bool is_never_searched(std::string_view name) {
  return name == kRepositoryName || name == "node_modules";
}

std::vector<std::string> FolderSearch::files_in(const std::string& folder) {
  parts_.clear();
  ignoring_.clear();
  files_.clear();
  enter_from_above(folder);
  root_depth_ = parts_.size();
  walk(folder);
  std::sort(files_.begin(), files_.end());
  return std::move(files_);
}

// The patterns of the folders above, as far as the root of the repository; none without one.
void FolderSearch::enter_from_above(const std::string& folder) {
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  if (error) return;  // the walk says so
  fs::path root = real;
  while (!fs::exists(root / kRepositoryName, error)) {
    if (error && !tells_what_is_there(error.value())) return trouble_(folder, error.value());
    if (root == root.root_path()) return;
    root = root.parent_path();
  }
  fs::path at = root;
  for (const fs::path& part : real.lexically_relative(root)) {
    if (part == ".") break;
    add_patterns(at.string(), parts_.size());
    at /= part;
    parts_.push_back(part.string());
  }
}

void FolderSearch::add_patterns(const std::string& folder, std::size_t depth) {
  std::ifstream file(fs::path(folder) / kPatternsName, std::ios::binary);
  if (!file) return;
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  ignoring_.push_back({IgnorePatterns(text), depth});
}

void FolderSearch::walk(const std::string& folder) {
  const std::size_t outer = ignoring_.size();
  add_patterns(folder, parts_.size());
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    const std::string name = entry->path().filename().string();
    const bool is_folder = entry->is_directory(ignored);
    // Links to folders are not followed: they may lead back up.
    if (is_folder && (entry->is_symlink(ignored) || is_never_searched(name))) continue;
    parts_.push_back(name);
    if (is_folder && !is_excluded(true) && !is_ignored(true)) {
      walk(entry->path().string());
    } else if (is_folder) {
      if (!is_excluded(true)) passed_.ignored.push_back(entry->path().string() + "/");
    } else {
      take(entry->path().string(), name);
    }
    parts_.pop_back();
  }
  if (error) trouble_(folder, error.value());
  ignoring_.erase(ignoring_.begin() + static_cast<std::ptrdiff_t>(outer), ignoring_.end());
}

bool FolderSearch::is_excluded(bool is_folder) const {
  const auto below = std::span(parts_).subspan(root_depth_);
  return excluded_.leaves_out(below, is_folder).value_or(false);
}

// The nearest folder that says anything decides.
bool FolderSearch::is_ignored(bool is_folder) const {
  for (auto at = ignoring_.rbegin(); at != ignoring_.rend(); ++at) {
    const auto below = std::span(parts_).subspan(at->depth);
    if (const auto out = at->patterns.leaves_out(below, is_folder)) return *out;
  }
  return false;
}

void FolderSearch::take(const std::string& path, const std::string& name) {
  const std::string ending = ending_of(name);
  if (is_excluded(false)) return;
  if (!is_data(name)) {
    if (!name.starts_with('.') && name != kConfigName) ++passed_.others[ending];
  } else if (is_ignored(false)) {
    passed_.ignored.push_back(path);
  } else if (is_report(path)) {
    passed_.reports.push_back(path);
  } else {
    files_.push_back(path);
  }
}

namespace {

constexpr std::size_t kNamed = 10;

std::string endings_in_words(const std::map<std::string, std::uint64_t>& others) {
  using Kind = std::pair<std::string, std::uint64_t>;
  std::vector<Kind> kinds(others.begin(), others.end());
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](const Kind& a, const Kind& b) { return a.second > b.second; });
  std::string text;
  for (std::size_t i = 0; i < std::min(kinds.size(), kNamed); ++i)
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ",
                        kinds[i].first.empty() ? "without an ending" : printable(kinds[i].first),
                        kinds[i].second);
  if (kinds.size() > kNamed) text += fmt::format(" and {}", counted(kinds.size() - kNamed, "kind"));
  return text;
}

std::string names_in_words(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i)
    text += (i == 0 ? "" : ", ") + printable(names[i]);
  if (names.size() > kNamed) text += fmt::format(" and {} more", names.size() - kNamed);
  return text;
}

}  // namespace

std::vector<std::string> PassedOver::in_words(bool by_name) const {
  std::uint64_t files = 0;
  for (const auto& [ending, count] : others) files += count;
  std::vector<std::string> lines;
  const auto add = [&](const std::string& what, std::uint64_t count, const std::string& names) {
    if (count > 0) lines.push_back(by_name ? fmt::format("{}: {}", what, names) : what);
  };
  const auto were = [](std::uint64_t count) { return count == 1 ? "was" : "were"; };
  add(fmt::format("{} {} not read", counted(files, "other file"), were(files)), files,
      endings_in_words(others));
  add(fmt::format(".gitignore leaves out {}", counted(ignored.size(), "name")), ignored.size(),
      names_in_words(ignored));
  add(fmt::format("{} of diallint {} not read", counted(reports.size(), "report"),
                  were(reports.size())),
      reports.size(), names_in_words(reports));
  if (by_name || lines.empty()) return lines;
  return {fmt::format("{}; -v says which", fmt::join(lines, ", "))};
}

}  // namespace diallint
