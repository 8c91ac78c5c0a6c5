// Findings that are known: they do not fail a run, new ones do. The file holds rules, paths of
// files, names that a schema knows and counts; with a key also fingerprints (see fingerprint.h). No
// value of a customer is in it, nor anything that one could be found from without the key.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "context/finding_sink.h"
#include "report/fingerprint.h"
#include "report/reporter.h"
#include "shared/file_source.h"

namespace diallint {

class Baseline {
 public:
  /// `file`, of settings, is the baseline; paths in it are written from its folder. `key` as for
  /// fingerprints.
  Baseline(FileToRead file, std::string key, NameSet known_names);

  /// Reads the file; none is no finding known, where `may_lack`. Throws FatalError.
  void read(bool may_lack);

  /// Whether this finding is known. Where n are known of a kind, the first n that come are those;
  /// of the others `more_than` says n, unless a key tells findings of a kind apart.
  struct Verdict {
    bool known = false;
    std::uint64_t more_than = 0;
  };
  Verdict take(const SourceChunk& chunk, const Finding& finding);

  /// Adds a finding to those that text() lists.
  void note(const SourceChunk& chunk, const Finding& finding);

  /// The file that knows all that was noted.
  std::string text() const;

  std::uint64_t noted() const noexcept { return noted_; }
  const FileToRead& file() const noexcept { return file_; }

 private:
  /// Rule, file, structure of the path, and the fingerprint where there is a key.
  using Kind = std::tuple<std::string, std::string, std::string, std::string>;

  Kind kind_of(const SourceChunk& chunk, const Finding& finding, bool keyed) const;
  std::string check_of_key() const;
  void parse(const std::string& text);

  FileToRead file_;
  std::string key_;
  PathBase base_;
  NameSet known_names_;
  Fingerprinter fingerprints_;
  bool file_is_keyed_ = false;
  /// How many of a kind are known, and how many of them have come.
  struct Known {
    std::uint64_t count = 0;
    std::uint64_t seen = 0;
  };
  std::map<Kind, Known> known_;
  std::map<Kind, std::uint64_t> found_;
  std::uint64_t noted_ = 0;
};

/// Passes on what is new, at most `most` findings (0: all), and keeps account of the others.
class BaselineFilter final : public Sink {
 public:
  BaselineFilter(Baseline& baseline, bool update, std::uint64_t most, Sink& next)
      : baseline_(baseline), update_(update), most_(most), next_(next) {}
  void take(const SourceChunk& chunk, std::span<const Finding> findings) override;

  /// The summary of the run without what is known.
  Summary without_known(Summary summary) const;

 private:
  void pass(const SourceChunk& chunk, std::span<const Finding> findings);
  void drop(const Finding& finding);

  Baseline& baseline_;
  bool update_;
  std::uint64_t most_;
  Sink& next_;
  std::map<std::string, std::uint64_t> known_by_rule_;
  std::array<std::uint64_t, 4> known_{};
  std::uint64_t shown_ = 0;
};

}  // namespace diallint
