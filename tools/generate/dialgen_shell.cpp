#include "generate/dialgen_shell.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialgen/options.h"
#include "generate/shell_text.h"

namespace diallint {
namespace {

constexpr std::string_view kNotice = "Written by ./dev generate; edit the command line instead.";

std::string command_words() {
  std::vector<std::string_view> names;
  for (const DialgenCommand& command : dialgen_commands()) names.push_back(command.name);
  return fmt::format("{}", fmt::join(names, " "));
}

bool takes_path(const OptionFacts& option) {
  return option.kind == "FILE" || option.kind == "DIR" || option.kind == "REQUEST";
}

std::string bash() {
  std::string cases;
  for (const DialgenCommand& command : dialgen_commands()) {
    std::string options;
    for (const OptionFacts& option : options_of(command)) {
      options += option.name + " ";
      if (!option.letter.empty()) options += option.letter + " ";
    }
    cases += fmt::format("    {}) options='{}--help' ;;\n", command.name, options);
  }
  return fmt::format(R"(# Completion of dialgen for bash. {}
{}_dialgen() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} options='--help --version'
  COMPREPLY=()
  case ${{COMP_WORDS[1]}} in
{}  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '{}' -- "$current"))
  else
    _dialgen_files
  fi
}}
complete -o filenames -F _dialgen dialgen
)",
                     kNotice, bash_files("_dialgen_files"), cases, command_words());
}

std::string zsh() {
  std::string commands;
  std::string cases;
  for (const DialgenCommand& command : dialgen_commands()) {
    commands += fmt::format(" '{}:{}'", command.name, zsh_text(command.help));
    cases += fmt::format("    {}) _arguments -S", command.name);
    for (const OptionFacts& option : options_of(command)) {
      const std::string value =
          option.kind.empty()
              ? ""
              : fmt::format(":{}:{}", zsh_text(option.kind), takes_path(option) ? "_files" : " ");
      const std::string tail = fmt::format("[{}]{}", zsh_text(option.help), value);
      cases += fmt::format(" \\\n      '*{}{}'", option.name, tail);
      if (!option.letter.empty()) cases += fmt::format(" \\\n      '*{}{}'", option.letter, tail);
    }
    cases += " ;;\n";
  }
  return fmt::format(R"(#compdef dialgen
# Completion of dialgen for zsh. {}
_dialgen() {{
  local -a commands=({})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case $words[2] in
{}  esac
}}
_dialgen "$@"
)",
                     kNotice, commands, cases);
}

std::string fish() {
  std::string out = fmt::format("# Completion of dialgen for fish. {}\n", kNotice);
  for (const DialgenCommand& command : dialgen_commands()) {
    out += fmt::format("complete -c dialgen -n __fish_use_subcommand -f -a {} -d '{}'\n",
                       command.name, fish_text(command.help));
    for (const OptionFacts& option : options_of(command)) {
      out += fmt::format("complete -c dialgen -n '__fish_seen_subcommand_from {}' -l {}",
                         command.name, option.name.substr(2));
      if (!option.letter.empty()) out += fmt::format(" -s {}", option.letter.substr(1));
      if (!option.kind.empty()) out += takes_path(option) ? " -r -F" : " -x";
      out += fmt::format(" -d '{}'\n", fish_text(option.help));
    }
  }
  return out;
}

std::string manual_section(const DialgenCommand& command) {
  std::string out = fmt::format(".SS {}\n\\fBdialgen\\fR {}\n.PP\n{}\n", roff(command.name),
                                roff(command.usage), roff(command.description));
  for (const OptionFacts& option : options_of(command)) {
    out += ".TP\n";
    if (!option.letter.empty()) out += fmt::format("\\fB{}\\fR, ", roff(option.letter));
    out += fmt::format("\\fB{}\\fR", roff(option.name));
    if (!option.kind.empty()) out += fmt::format(" \\fI{}\\fR", roff(option.kind));
    out += fmt::format("\n{}\n", roff(option.help));
  }
  return out + fmt::format(".PP\n.nf\n{}\n.fi\n", roff(command.footer));
}

std::string manual() {
  std::string commands;
  for (const DialgenCommand& command : dialgen_commands()) commands += manual_section(command);
  return fmt::format(
      ".\\\" {}\n.TH DIALGEN 1 \"\" \"diallint " DIALLINT_VERSION
      "\" \"User Commands\"\n.SH NAME\ndialgen \\- make fixtures for code that sends Amazon "
      "Connect dial requests\n.SH SYNOPSIS\n.B dialgen\n\\fICOMMAND\\fR [\\fIOPTION\\fR...]\n"
      ".SH DESCRIPTION\nMakes fixtures from the schemas that \\fBdiallint\\fR(1) enforces. All "
      "telephone numbers in them are reserved for fictional use by their regulators: nobody is "
      "called. The "
      "same seed and moment give the same bytes on every machine.\n.SH COMMANDS\n{}"
      ".SH EXIT STATUS\n.TP\n.B 0\nSuccess.\n.TP\n.B 2\nA problem of usage, schemas or output.\n"
      ".SH SEE ALSO\n.BR diallint (1)\n",
      kNotice, commands);
}

}  // namespace

std::map<std::string, std::string> dialgen_shell_files() {
  return {{"completions/dialgen.bash", bash()},
          {"completions/_dialgen", zsh()},
          {"completions/dialgen.fish", fish()},
          {"man/dialgen.1", manual()}};
}

}  // namespace diallint
