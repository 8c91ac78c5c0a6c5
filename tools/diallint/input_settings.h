// The settings that hold for each input: those of the call, and of the diallint.toml above it.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "diallint/input_files.h"
#include "diallint/program_options.h"
#include "plan/plan.h"
#include "report/reporter.h"
#include "shared/option_values.h"

namespace diallint {

/// What the options and the configuration name has to be in the plan. Throws FatalError.
void expect_in_plan(const RunOptions& run, const Plan& plan, const Config& config);

class InputSettings {
 public:
  /// A folder of inputs, and what holds for those in it.
  struct Place {
    Config config;
    Options options;
  };

  /// Both outlive this.
  InputSettings(const Options& options, const Plan& plan);

  /// Reads those of all inputs, so that what is wrong with them is said before anything is written.
  /// Throws FatalError.
  void read(const std::vector<Input>& inputs);

  /// Where the file itself stands. Throws FatalError for one that read() has not seen.
  const Place& place_of(const Input& input) { return *find(input).place; }

  /// How severe each rule is for an input, the patterns of its configuration included.
  Severities severities_of(const Input& input);

  /// What found files of settings decide, by the name of the file.
  std::vector<SettingsNotice> notices() const;

 private:
  /// Where the file of an input stands, and what holds there.
  struct Found {
    Input input;
    std::string path;
    const Place* place = nullptr;
  };

  std::string path_of(const Input& input) const;
  const Found& find(const Input& input);
  const Place& place_at(const std::string& path);
  const Place& place_in(const std::string& folder, const std::string& path);
  void note(const Place& place, const Severities& severities);

  const Options& options_;
  const Plan& plan_;
  std::vector<std::string> asked_for_;
  Severities without_file_;              // what holds where there is no file of settings
  std::map<std::string, Place> places_;  // by folder
  // The last one that was asked for: links are looked for in each part of a path, which takes
  // longer than to check a small file.
  Found found_;
  std::string last_parent_;  // as it was written; of a file
  const Place* last_place_ = nullptr;
  std::map<std::string, std::set<std::string>> rules_off_;  // by file
};

}  // namespace diallint
