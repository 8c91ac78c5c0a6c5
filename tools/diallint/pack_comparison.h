// Whether a validator finds in a pack what its manifest promises.
#pragma once
#include <string>
#include <vector>

#include "generate/pack.h"

namespace diallint {

/// What a validator said of one file.
struct Verdict {
  bool ran = false;  ///< false: the file is for commands that take a request beside it
  bool agrees = false;
  std::string difference;  ///< in words, one line, printable; empty where it agrees
};

/// Judges what a command printed and how it ended. Findings as JSON (an object with the member
/// `findings`) are compared one by one: rule, path, and severity where it is given. Otherwise the
/// exit code counts: 0 where no error is to be found, 1 where one is.
Verdict judge_output(const PackFile& file, const std::vector<std::string>& ignored, int exit_code,
                     const std::string& output);

/// The command for a file: {file}, {shape}, {now} and {request} replaced. Throws FatalError where
/// the manifest gives them a value that a shell, or a program that looks for options, would act on.
std::vector<std::string> command_for(const std::vector<std::string>& words,
                                     const std::string& folder, const PackFile& file,
                                     const Instant& now);

/// The table of agreement per rule.
std::string agreement_table(const Pack& pack, const std::vector<Verdict>& verdicts);

}  // namespace diallint
