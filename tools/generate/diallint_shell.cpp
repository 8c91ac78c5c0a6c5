#include "generate/diallint_shell.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <string_view>
#include <vector>

#include "diallint/check_options.h"
#include "diallint/fix_call.h"
#include "diallint/help.h"
#include "diallint/prepare_options.h"
#include "diallint/reconcile_options.h"
#include "diallint/serve_options.h"
#include "engine/input_formats.h"
#include "generate/dialgen_shell.h"
#include "generate/shell_text.h"
#include "plan/rule_info.h"
#include "report/reporter.h"
#include "shared/option_parser.h"
#include "shared/option_values.h"

namespace diallint {
namespace {

struct CommandFacts {
  std::string_view name;
  std::string_view help;
};

constexpr std::array kCommands = {
    CommandFacts{"check", "check files, directories or standard input"},
    CommandFacts{"rules", "list the rules"},
    CommandFacts{"explain", "explain a rule and its repair"},
    CommandFacts{"schema", "list the shapes, or print the schema of one"},
    CommandFacts{"config", "show the settings in force for a path"},
    CommandFacts{"conformance", "test any validator against a pack of fixtures"},
    CommandFacts{"fix", "put right what is certain"},
    CommandFacts{"prepare", "make batches of dial requests from a contact list"},
    CommandFacts{"reconcile", "join the responses to a prepared list"},
    CommandFacts{"history", "show how much a history remembers"},
    CommandFacts{"serve", "answer the service's calls on this machine"},
};

constexpr std::string_view kNotice = "Written by ./dev generate; edit the command line instead.";

/// The options of a command, and what they stand for in its help: some have the same names.
struct CommandOptions {
  std::string_view command;  ///< empty: of all that have none of their own
  std::vector<OptionFacts> options;
  std::string_view arguments = "input";  ///< empty: it takes none
};

CommandOptions of_check() { return {"", check_options()}; }

/// Those with options of their own.
std::vector<CommandOptions> of_others() {
  return {{"fix", fix_options(), "input"},
          {"prepare", prepare_options(), "list"},
          {"reconcile", reconcile_options(), "folder"},
          {"serve", serve_options(), ""}};
}

/// What `write` makes of each of them.
template <typename Write>
std::string for_others(const Write& write) {
  std::string out;
  for (const CommandOptions& command : of_others()) out += write(command);
  return out;
}

template <typename Words>
std::vector<std::string> all_of(const Words& words) {
  return std::vector<std::string>(words.begin(), words.end());
}

/// The words that an option takes, if they are few and known.
std::vector<std::string> choices_of(const OptionFacts& option, std::string_view command) {
  // fix reads and judges as check does.
  const bool own = !command.empty() && command != "fix";
  if (option.name == "--only") return all_of(fix_kind_words());
  if (!command.empty() && option.name == "--output-format") return all_of(summary_format_words());
  if (own && option.name == "--input-format") return all_of(list_format_words());
  if (own && option.name == "--api") return all_of(api_words());
  if (own && option.name == "--reject-on") return all_of(reject_words());
  if (own && option.name == "--report-format") return all_of(report_formats());
  if (own && option.name == "--token-scope") return all_of(token_scope_words());
  if (option.name == "--output-format") return all_of(report_formats());
  if (option.name == "--input-format") return all_of(input_format_names());
  if (option.name == "--fail-on") return all_of(kThresholdWords);
  if (option.name == "--color") return all_of(kColorWords);
  if (option.name == "--now") return own ? std::vector<std::string>{} : all_of(kNowWords);
  if (option.name == "--unique-within") return all_of(kUniqueWithinWords);
  return option.kind == "RULES" ? all_of(rule_ids()) : std::vector<std::string>{};
}

bool is_path(const OptionFacts& option) { return option.kind == "FILE" || option.kind == "DIR"; }

std::string rule_words() { return fmt::format("{}", fmt::join(rule_ids(), " ")); }

std::string command_words() {
  std::vector<std::string_view> names;
  for (const CommandFacts& command : kCommands) names.push_back(command.name);
  return fmt::format("{}", fmt::join(names, " "));
}

std::string bash_options(const CommandOptions& command) {
  std::string options;
  for (const OptionFacts& option : command.options) {
    options += option.name + " ";
    if (!option.letter.empty()) options += option.letter + " ";
  }
  return options;
}

std::string bash_cases(const CommandOptions& command) {
  std::string cases;
  for (const OptionFacts& option : command.options) {
    if (option.kind.empty()) continue;
    const std::string names =
        option.letter.empty() ? option.name : option.letter + "|" + option.name;
    const auto choices = choices_of(option, command.command);
    if (!choices.empty())
      cases += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$current\")); return ;;\n",
                           names, fmt::join(choices, " "));
    else if (is_path(option))
      cases += fmt::format("    {}) _diallint_files; return ;;\n", names);
    else
      cases += fmt::format("    {}) return ;;\n", names);
  }
  return cases;
}

std::string bash_command(const CommandOptions& command) {
  return fmt::format("  {})\n    options='{}--help'\n    case $previous in\n{}    esac ;;\n",
                     command.command, bash_options(command), bash_cases(command));
}

std::string bash() {
  return fmt::format(R"(# Completion of diallint for bash. {}
{}_diallint() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}}
  local options='{}--help --version'
  COMPREPLY=()
  case ${{COMP_WORDS[1]}} in
{}  *)
    case $previous in
{}    explain) COMPREPLY=($(compgen -W '{}' -- "$current")); return ;;
    esac ;;
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '{}' -- "$current"))
    _diallint_files
  else
    _diallint_files
  fi
}}
complete -o filenames -F _diallint diallint
)",
                     kNotice, bash_files("_diallint_files"), bash_options(of_check()),
                     for_others(bash_command), bash_cases(of_check()), rule_words(),
                     command_words());
}

std::string zsh_action(const OptionFacts& option, std::string_view command) {
  if (option.kind.empty()) return "";
  const auto choices = choices_of(option, command);
  if (!choices.empty()) return fmt::format(":{}:({})", option.kind, fmt::join(choices, " "));
  return fmt::format(":{}:{}", zsh_text(option.kind), is_path(option) ? "_files" : " ");
}

std::string zsh_options(const CommandOptions& command) {
  std::string options;
  for (const OptionFacts& option : command.options) {
    const std::string tail =
        fmt::format("[{}]{}", zsh_text(option.help), zsh_action(option, command.command));
    options += fmt::format("    '*{}{}' \\\n", option.name, tail);
    if (!option.letter.empty()) options += fmt::format("    '*{}{}' \\\n", option.letter, tail);
  }
  return options;
}

std::string zsh_arguments(const CommandOptions& command, std::string_view indent) {
  const std::string files =
      command.arguments.empty() ? "" : fmt::format(" \\\n    '*:{}:_files'", command.arguments);
  return fmt::format("{}_arguments -S \\\n{}    '--help[show the help]'{}\n", indent,
                     zsh_options(command), files);
}

std::string zsh_command(const CommandOptions& command) {
  return fmt::format("  if [[ $words[2] == {} ]]; then\n{}    return\n  fi\n", command.command,
                     zsh_arguments(command, "    "));
}

std::string zsh() {
  std::string commands;
  for (const CommandFacts& command : kCommands)
    commands += fmt::format(" '{}:{}'", command.name, zsh_text(command.help));
  return fmt::format(R"(#compdef diallint
# Completion of diallint for zsh. {}
_diallint() {{
  local -a commands=({})
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    _files
    return
  fi
  if [[ $words[2] == explain ]]; then
    _values rule {}
    return
  fi
{}{}}}
_diallint "$@"
)",
                     kNotice, commands, rule_words(), for_others(zsh_command),
                     zsh_arguments(of_check(), "  "));
}

std::string other_words() {
  std::vector<std::string_view> names;
  for (const CommandOptions& command : of_others()) names.push_back(command.command);
  return fmt::format("{}", fmt::join(names, " "));
}

std::string fish_options(const CommandOptions& command) {
  std::string out;
  for (const OptionFacts& option : command.options) {
    out += fmt::format("complete -c diallint -n '{}__fish_seen_subcommand_from {}' -l {}",
                       command.command.empty() ? "not " : "",
                       command.command.empty() ? other_words() : std::string(command.command),
                       option.name.substr(2));
    if (!option.letter.empty()) out += fmt::format(" -s {}", option.letter.substr(1));
    const auto choices = choices_of(option, command.command);
    if (!choices.empty())
      out += fmt::format(" -x -a '{}'", fmt::join(choices, " "));
    else if (!option.kind.empty())
      out += is_path(option) ? " -r -F" : " -x";
    out += fmt::format(" -d '{}'\n", fish_text(option.help));
  }
  return out;
}

std::string fish() {
  std::string out = fmt::format("# Completion of diallint for fish. {}\n", kNotice);
  for (const CommandFacts& command : kCommands)
    out += fmt::format("complete -c diallint -n __fish_use_subcommand -a {} -d '{}'\n",
                       command.name, fish_text(command.help));
  out += fmt::format("complete -c diallint -n '__fish_seen_subcommand_from explain' -f -a '{}'\n",
                     rule_words());
  return out + fish_options(of_check()) + for_others(fish_options);
}

std::string manual_options(const std::vector<OptionFacts>& options) {
  std::string out;
  std::string group;
  for (const OptionFacts& option : options) {
    if (option.group != group) out += fmt::format(".SS {}\n", roff(option.group));
    group = option.group;
    out += ".TP\n";
    if (!option.letter.empty()) out += fmt::format("\\fB{}\\fR, ", roff(option.letter));
    out += fmt::format("\\fB{}\\fR", roff(option.name));
    if (!option.kind.empty()) out += fmt::format(" \\fI{}\\fR", roff(option.kind));
    out += fmt::format("\n{}\n", roff(option.help));
  }
  return out;
}

std::string manual_formats() {
  std::string out;
  for (const ReportFormat* format : report_format_table())
    out += fmt::format(".TP\n.B {}\n{}\n", roff(format->name), roff(format->help));
  return out;
}

std::string manual_command(std::string_view name, std::string_view description,
                           const std::vector<OptionFacts>& options) {
  return fmt::format(".SH OPTIONS OF {}\n{}\n{}", name, roff(description), manual_options(options));
}

std::string manual() {
  std::string commands;
  for (const CommandFacts& command : kCommands)
    commands += fmt::format(".TP\n\\fB{}\\fR\n{}\n", command.name, roff(command.help));
  return fmt::format(
      ".\\\" {}\n.TH DIALLINT 1 \"\" \"diallint " DIALLINT_VERSION
      "\" \"User Commands\"\n.SH NAME\ndiallint \\- check Amazon Connect dial requests before they "
      "are sent\n.SH SYNOPSIS\n.B diallint\n[\\fIcheck\\fR] [\\fIOPTION\\fR...] "
      "\\fIFILE\\fR|\\fIDIR\\fR|\\-...\n.br\n.B diallint\n"
      "\\fBrules\\fR | \\fBexplain\\fR \\fIRULE\\fR | \\fBschema\\fR [\\fISHAPE\\fR] | "
      "\\fBconfig\\fR [\\fIPATH\\fR] | \\fBconformance\\fR \\fIDIR\\fR \\-\\- "
      "\\fICOMMAND\\fR...\n.br\n.B diallint\n\\fBfix\\fR [\\fIOPTION\\fR...] "
      "\\fIFILE\\fR|\\fIDIR\\fR|\\-... [\\fB\\-\\-diff\\fR | \\fB\\-\\-in\\-place\\fR | "
      "\\fB\\-o\\fR \\fIFILE\\fR]\n.br\n.B diallint\n\\fBprepare\\fR [\\fIOPTION\\fR...] "
      "\\fILIST\\fR... \\fB\\-\\-campaign\\fR \\fIID\\fR \\fB\\-o\\fR "
      "\\fIDIR\\fR\n.br\n.B diallint\n\\fBreconcile\\fR [\\fIOPTION\\fR...] \\fIDIR\\fR "
      "\\fB\\-\\-responses\\fR \\fIFILE\\fR... \\fB\\-o\\fR \\fIOUT\\fR\n.br\n"
      ".B diallint\n\\fBhistory\\fR \\fIFILE\\fR\n.br\n"
      ".B diallint\n\\fBserve\\fR [\\fIOPTION\\fR...]\n.SH "
      "DESCRIPTION\n{}\nInputs are files, directories and \\- "
      "for "
      "standard input. Findings go to standard output, everything else to standard error. Values "
      "of "
      "customers are masked in every report.\n.SH COMMANDS\n{}.SH OPTIONS OF CHECK\n{}"
      "{}.SH FORMATS OF REPORTS\n{}"
      ".SH EXIT STATUS\n.TP\n.B 0\nNothing found at or above \\fB\\-\\-fail\\-on\\fR.\n.TP\n.B 1\n"
      "Findings; for \\fBfix\\fR, findings that are left; for \\fBprepare\\fR, rows that were "
      "rejected; for \\fBreconcile\\fR, rows that "
      "were not taken; for \\fBserve\\fR, calls or requests that the service itself would have "
      "refused.\n.TP\n.B 2\nA problem of usage, "
      "configuration, input or output; outweighs 1.\n"
      ".SH ENVIRONMENT\n.TP\n.B DIALLINT_FINGERPRINT_KEY\nThe key of fingerprints, where "
      "\\fB\\-\\-fingerprint\\-key\\fR names no file.\n.TP\n.B NO_COLOR\nNo colours, unless "
      "\\fB\\-\\-color\\fR asks for them.\n.TP\n.B GITHUB_STEP_SUMMARY\nFile to which the format "
      "\\fBgithub\\fR appends its summary.\n.TP\n.BR GITHUB_WORKSPACE \", \" CI_PROJECT_DIR\n"
      "Folder from which formats for CI services write paths.\n.SH FILES\n.TP\n.B diallint.toml\n"
      "Settings for the inputs in its folder and below; see \\fBdiallint config\\fR.\n",
      kNotice, roff(kCheckDescription), commands, manual_options(check_options()),
      manual_command("FIX", kFixDescription, fix_options()) +
          manual_command("PREPARE", kPrepareDescription, prepare_options()) +
          manual_command("RECONCILE", kReconcileDescription, reconcile_options()) +
          manual_command("SERVE", kServeDescription, serve_options()),
      manual_formats());
}

}  // namespace

std::map<std::string, std::string> shell_files() {
  std::map<std::string, std::string> files = {{"completions/diallint.bash", bash()},
                                              {"completions/_diallint", zsh()},
                                              {"completions/diallint.fish", fish()},
                                              {"man/diallint.1", manual()}};
  files.merge(dialgen_shell_files());
  return files;
}

}  // namespace diallint
