#include "shared/option_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/printable.h"
#include "shared/did_you_mean.h"
#include "shared/failure.h"

namespace diallint {
namespace {

class HelpFormat final : public CLI::Formatter {
 public:
  explicit HelpFormat(std::string usage) : usage_(std::move(usage)) { column_width(31); }
  std::string make_usage(const CLI::App*, std::string) const override {
    return "\nUsage: " + usage_ + "\n\n";
  }
  // CLI11 puts an empty line before each group and another behind it.
  std::string make_group(std::string group, bool positional,
                         std::vector<const CLI::Option*> options) const override {
    return CLI::Formatter::make_group(std::move(group), positional, std::move(options)).substr(1);
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_type_name().empty() ? "" : " " + option->get_type_name();
  }

 private:
  std::string usage_;
};

/// Nobody means an empty value: a variable of a script was not set.
std::string no_empty_value(const std::string& value) { return value.empty() ? "is empty" : ""; }

std::string first_word(const std::string& text) { return text.substr(0, text.find(' ')); }

}  // namespace

Parser::Parser(const std::string& usage, const std::string& description, const std::string& footer,
               const std::string& program)
    : app_(description), command_(program + " " + first_word(usage)) {
  app_.formatter(std::make_shared<HelpFormat>(program + " " + usage));
  app_.footer(footer);
  app_.allow_extras();
  app_.set_help_flag();
}

void Parser::value(const std::string& names, std::string& into, const char* kind,
                   const std::string& help) {
  CLI::Option* option = app_.add_option(names, into, help)->type_name(kind)->take_last();
  single_.insert(option->group(group_)->check(no_empty_value));
}

void Parser::values(const std::string& names, std::vector<std::string>& into, const char* kind,
                    const std::string& help) {
  app_.add_option(names, into, help)
      ->type_name(kind)
      ->allow_extra_args(false)
      ->group(group_)
      ->check(no_empty_value);
}

void Parser::flag(const std::string& names, bool& into, const std::string& help) {
  app_.add_flag(names, into, help)->group(group_);
}

std::vector<std::string> Parser::parse(std::vector<std::string> arguments) {
  // What stands behind "--" is never an option, and CLI11 need not see it.
  const auto mark = std::find(arguments.begin(), arguments.end(), "--");
  std::vector<std::string> rest;
  if (mark != arguments.end()) rest.assign(mark + 1, arguments.end());
  arguments.erase(mark, arguments.end());
  for (const std::string& argument : arguments) refuse_empty(argument);
  std::reverse(arguments.begin(), arguments.end());
  // Added last, so that it stands last in the help.
  app_.set_help_flag("-h,--help", "show this help")->group("Help");
  try {
    app_.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    throw;
  } catch (const CLI::ParseError& error) {
    const std::string what = error.what();
    const std::string option = what.substr(0, what.find(':'));
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && option.starts_with('-'))
      throw FatalError{fmt::format("{} needs a value; '{} --help' shows which", option, command_)};
    if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr)
      throw FatalError{fmt::format("{} is empty; give a value, or leave it out", option)};
    throw FatalError{fmt::format("{}; '{} --help' lists the options", printable(what), command_)};
  }
  refuse_repeated();
  std::vector<std::string> others = app_.remaining();
  for (const std::string& other : others)
    if (other.size() > 1 && other.front() == '-') refuse_unknown(other);
  others.insert(others.end(), rest.begin(), rest.end());
  return others;
}

// Of two values one would be dropped, and nobody could tell which was meant.
void Parser::refuse_repeated() const {
  std::set<const CLI::Option*> given;
  for (const CLI::Option* option : app_.parse_order()) {
    if (!single_.contains(option) || given.insert(option).second) continue;
    throw FatalError{fmt::format("--{} is given twice; it takes one value, so give it once",
                                 option->get_lnames().front())};
  }
}

/// "--now=", which CLI11 takes for "--now" and the argument behind it.
void Parser::refuse_empty(const std::string& argument) const {
  if (!argument.starts_with("--") || argument.find('=') != argument.size() - 1) return;
  const std::string name = argument.substr(0, argument.size() - 1);
  for (const OptionFacts& option : facts())
    if (option.name == name && !option.kind.empty())
      throw FatalError{fmt::format("{} is empty; give a value, or leave it out", name)};
}

void Parser::refuse_unknown(const std::string& option) const {
  const std::string name = option.substr(0, option.find('='));
  // Every letter is near every other: only long names are compared.
  std::vector<std::string> names;
  if (name.starts_with("--")) names.emplace_back("--version");
  for (const CLI::Option* known : app_.get_options())
    for (const std::string& known_name : known->get_lnames())
      if (name.starts_with("--")) names.push_back("--" + known_name);
  const std::vector<std::string_view> views(names.begin(), names.end());
  throw FatalError{
      fmt::format("unknown option {}{}", printable(name),
                  did_you_mean(name, views, fmt::format("'{} --help' lists them", command_)))};
}

std::vector<Parser::Use> Parser::uses() const {
  std::map<const CLI::Option*, std::size_t> used;
  std::vector<Use> found;
  for (const CLI::Option* option : app_.parse_order()) {
    // An option of which the last use counts has only that one result.
    const auto& results = option->results();
    const std::size_t at = std::min(used[option]++, results.size() - 1);
    found.push_back({"--" + option->get_lnames().front(), results.at(at)});
  }
  return found;
}

std::vector<OptionFacts> Parser::facts() const {
  std::vector<OptionFacts> facts;
  for (const CLI::Option* option : app_.get_options()) {
    if (option->get_lnames().front() == "help") continue;
    const auto& letters = option->get_snames();
    const bool is_flag = option->get_expected_max() == 0;
    facts.push_back({option->get_group(), "--" + option->get_lnames().front(),
                     letters.empty() ? "" : "-" + letters.front(),
                     is_flag ? "" : option->get_type_name(), option->get_description()});
  }
  return facts;
}

}  // namespace diallint
