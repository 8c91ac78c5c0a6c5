// One command's options on top of CLI11: help in groups, and each fault in one line that says what
// to do.
#pragma once
#include <CLI/CLI.hpp>
#include <set>
#include <string>
#include <vector>

namespace diallint {

/// What help, manual and completions say of an option.
struct OptionFacts {
  std::string group;
  std::string name;    ///< "--output"
  std::string letter;  ///< "-o", or empty
  std::string kind;    ///< of its value, "FILE"; empty: it is a flag
  std::string help;
};

/// The options of one command, as words.
class Parser {
 public:
  /// `usage` is what follows the program's name; `footer` closes the help.
  Parser(const std::string& usage, const std::string& description, const std::string& footer,
         const std::string& program = "diallint");

  void group(const std::string& name) { group_ = name; }
  /// An option that takes one value, once.
  void value(const std::string& names, std::string& into, const char* kind,
             const std::string& help);
  /// An option that may be repeated, with a value each time.
  void values(const std::string& names, std::vector<std::string>& into, const char* kind,
              const std::string& help);
  void flag(const std::string& names, bool& into, const std::string& help);

  /// Reads the arguments and gives back those that are no options, in order. Throws FatalError, or
  /// CLI::CallForHelp.
  std::vector<std::string> parse(std::vector<std::string> arguments);

  /// Each use of an option, in the order of the command line: its long name and its value.
  struct Use {
    std::string option;
    std::string value;
  };
  std::vector<Use> uses() const;

  /// The options, in the order of the help.
  std::vector<OptionFacts> facts() const;

  std::string help() const { return app_.help(); }

 private:
  void refuse_empty(const std::string& argument) const;
  [[noreturn]] void refuse_unknown(const std::string& option) const;
  void refuse_repeated() const;

  CLI::App app_;
  std::string command_;  ///< the program's name, and the command's
  std::string group_ = "Options";
  std::set<const CLI::Option*> single_;  ///< those that may be given once
};

}  // namespace diallint
