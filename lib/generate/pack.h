// Packs: input files, and what a validator has to find in each. docs/packs.md describes the format.
#pragma once
#include <compare>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "context/finding_sink.h"
#include "diallint/finding.h"
#include "diallint/instant.h"
#include "plan/plan.h"

namespace diallint {

/// The version of the format that manifests say they have.
inline constexpr int kPackVersion = 1;
/// The name of a manifest within its pack.
inline constexpr std::string_view kManifestName = "manifest.json";
/// Found in nearly every fixture, since no number of one may ring: not listed in a manifest, and
/// not compared.
inline constexpr std::string_view kIgnoredRule = "phone-fictional";

struct PackFinding {
  std::string path;  ///< JSON Pointer within the document or line
  std::string rule;
  Severity severity = Severity::kError;

  friend auto operator<=>(const PackFinding&, const PackFinding&) = default;
};

/// One input, and what is to be found in it.
struct PackFile {
  std::string file;             ///< path within the pack, ASCII, with slashes
  std::string shape;            ///< a shape's id, or "auto"
  std::string text;             ///< its bytes
  std::string rule;             ///< the one that it is about; empty: none
  std::string about;            ///< one sentence; may be empty
  bool counts_ignored = false;  ///< even the ignored rule is listed and compared
  std::string request = {};     ///< the file with the request that this is the answer to, or empty
  std::vector<PackFinding> findings = {};  ///< sorted by path, then rule
};

struct Pack {
  Instant now;
  std::vector<PackFile> files;
  std::vector<std::string> ignored = {std::string(kIgnoredRule)};
};

/// The manifest, JSON in the form of schemas/pack.schema.json: a line for each file.
std::string manifest_of(const Pack& pack);

/// Reads a manifest; the texts stay empty. Throws std::runtime_error with what is wrong in one
/// line.
Pack read_manifest(std::string_view text);

/// What diallint finds in an input, sorted as in a PackFile. The ignored rule is left out.
std::vector<PackFinding> findings_in(const Plan& plan, const PackFile& file, const Instant& now);

/// Keeps what a run finds.
class PackCollector final : public Sink {
 public:
  void take(const SourceChunk& chunk, std::span<const Finding> findings) override;
  std::vector<PackFinding> take_sorted();

 private:
  std::vector<PackFinding> found_;
};

/// Only letters, digits, dots and hyphens, for a part of a file's name.
std::string file_word(std::string_view text);

}  // namespace diallint
