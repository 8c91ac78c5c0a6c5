// Writes the files that are made from the rules and the schemas, or with --check compares them.
// Runs in the root of the repository, as ./dev generate does.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cctype>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/guidance.h"
#include "engine/input_formats.h"
#include "generate/conformance_pack.h"
#include "generate/diallint_shell.h"
#include "plan/rule_info.h"
#include "reference/rule_page.h"
#include "report/reporter.h"
#include "shared/failure.h"
#include "shared/option_values.h"
#include "shared/schema_loading.h"

namespace diallint {
namespace {

constexpr std::string_view kReadme = "README.md";
constexpr std::string_view kReference = "docs/rules.md";
constexpr std::string_view kResponses = "docs/responses.md";
constexpr std::string_view kConfigSchemaPath = "schemas/config.schema.json";
constexpr std::string_view kHooks = ".pre-commit-hooks.yaml";
constexpr std::string_view kPages = "docs/rules";
constexpr std::string_view kPack = "corpus/conformance";
constexpr std::string_view kDigests = "corpus/conformance.sha256";
constexpr std::string_view kBegin = "<!-- rules: written by ./dev generate -->\n";
constexpr std::string_view kEnd = "<!-- end of rules -->\n";
constexpr std::string_view kSchemas = "docs/schemas.md";
constexpr std::string_view kKeywordsBegin = "<!-- keywords: written by ./dev generate -->\n";
constexpr std::string_view kKeywordsEnd = "<!-- end of keywords -->\n";

struct Derived {
  std::string path;
  std::string text;
};

/// The content of a file; empty if there is none.
std::string content(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

/// Rules that belong together: those from `first` up to the next group's, as all_rules() has them.
struct RuleGroup {
  std::string_view heading;
  std::string_view what;  ///< what its rules check, one sentence
  std::string_view first;
};

constexpr RuleGroup kGroups[] = {
    {"Syntax and structure", "The input can be read, and each object has the members of its shape.",
     "json-syntax"},
    {"Values", "Texts, numbers and lists have the length, form and range that the service accepts.",
     "length"},
    {"Telephone numbers",
     "Numbers are E.164, assignable, not reserved for fictional use, called once, and where you "
     "may call.",
     "phone-e164"},
    {"Expiry and client tokens",
     "Requests expire within the window that the service accepts; each has a client token of its "
     "own that gives no number away.",
     "expiration-format"},
    {"Contacts and campaigns",
     "Ids are of the right kind, attributes fit together, and members do not contradict each "
     "other.",
     "attributes-bytes"},
    {"Responses",
     "Each request has one result in the response; failure codes and exceptions are explained.",
     "failure-code"},
};

std::span<const Rule* const> rules_of(const RuleGroup& group) {
  const auto position = [](std::string_view id) {
    const Rule* rule = rule_named(id);
    if (rule == nullptr) throw FatalError{fmt::format("a group begins with '{}', not a rule", id)};
    return index_of(*rule);
  };
  const bool last = &group == &std::end(kGroups)[-1];
  const std::size_t begin = position(group.first);
  const std::size_t end = last ? all_rules().size() : position((&group)[1].first);
  return all_rules().subspan(begin, end - begin);
}

/// The fragment that Markdown gives a heading.
std::string anchor(std::string_view heading) {
  std::string out(heading);
  for (char& c : out) c = c == ' ' ? '-' : static_cast<char>(std::tolower(c));
  return out;
}

std::string overview() {
  std::string out = "| rules | how many | what they check |\n|---|---|---|\n";
  for (const RuleGroup& group : kGroups)
    out += fmt::format("| [{}]({}#{}) | {} | {} |\n", group.heading, kReference,
                       anchor(group.heading), rules_of(group).size(), group.what);
  return out;
}

/// A document with `table` between its two marks.
std::string with_table(std::string_view path, std::string_view begin_mark,
                       std::string_view end_mark, const std::string& table) {
  const std::string text = content(std::string(path));
  const std::size_t begin = text.find(begin_mark);
  const std::size_t end = text.find(end_mark);
  if (begin == std::string::npos || end == std::string::npos || end < begin)
    throw FatalError{fmt::format("{} lacks the lines '{}' and '{}'; put them around the table",
                                 path, begin_mark.substr(0, begin_mark.size() - 1),
                                 end_mark.substr(0, end_mark.size() - 1))};
  return text.substr(0, begin + begin_mark.size()) + table + text.substr(end);
}

std::string readme() { return with_table(kReadme, kBegin, kEnd, overview()); }

/// A text of the repository with what stands between two marks, the first of its kind, made anew.
std::string with_words(const std::string& path, std::string text, std::string_view before,
                       std::string_view after, std::string_view words) {
  const std::size_t mark = text.find(before);
  const std::size_t begin = mark + before.size();
  const std::size_t end = mark == std::string::npos ? mark : text.find(after, begin);
  if (end == std::string::npos)
    throw FatalError{fmt::format("{} lacks '{}...{}'; put it back", path, before, after)};
  return text.replace(begin, end - begin, words);
}

std::string with_enum(std::string text, std::string_view described,
                      std::span<const std::string_view> words) {
  return with_words(std::string(kConfigSchemaPath), std::move(text),
                    fmt::format("\"description\": \"{}\", \"enum\": [", described), "]",
                    fmt::format("\"{}\"", fmt::join(words, "\", \"")));
}

/// What the schema of diallint.toml says of words that a table has.
std::string config_schema() {
  std::string text = content(std::string(kConfigSchemaPath));
  text = with_enum(std::move(text), "How the inputs are written.", input_format_names());
  text = with_enum(std::move(text), "What is written to standard output.", report_formats());
  text = with_enum(std::move(text), "The least severity that makes a run fail.", kThresholdWords);
  return with_words(std::string(kConfigSchemaPath), std::move(text),
                    "\"additionalProperties\": {\"enum\": [", "]",
                    fmt::format("\"{}\"", fmt::join(kSeverityWords, "\", \"")));
}

/// The hook is for the files that a check finds in a folder.
std::string hooks() {
  std::string endings;
  for (const std::string_view extension : input_extensions())
    endings += fmt::format("{}{}", endings.empty() ? "" : "|", extension.substr(1));
  return with_words(std::string(kHooks), content(std::string(kHooks)), "files: (?i)\\.(", ")$",
                    endings);
}

/// The value of a keyword where it first stands; null where it does not.
const nlohmann::ordered_json* first_use(const nlohmann::ordered_json& schema,
                                        const std::string& keyword) {
  if (!schema.is_structured()) return nullptr;
  if (schema.is_object() && schema.contains(keyword)) return &schema[keyword];
  for (const auto& part : schema)
    if (const auto* found = first_use(part, keyword)) return found;
  return nullptr;
}

std::string keyword_table(const Plan& plan) {
  std::string out = "| keyword | rule | such as |\n|---|---|---|\n";
  for (const Rule* rule : all_rules()) {
    for (const std::string_view keyword : rule->keywords) {
      if (!keyword.starts_with("x-")) continue;
      for (const Shape& shape : plan.shapes) {
        const auto schema = nlohmann::ordered_json::parse(shape.schema_text);
        const auto* value = first_use(schema, std::string(keyword));
        if (value == nullptr) continue;
        out += fmt::format("| `{0}` | [`{1}`](rules/{1}.md) | `{2}` |\n", keyword, rule->id,
                           value->dump());
        break;
      }
    }
  }
  return out;
}

std::string page_path(std::string_view id) { return fmt::format("{}/{}.md", kPages, id); }

std::string pack_path(std::string_view file) { return fmt::format("{}/{}", kPack, file); }

std::string index() {
  std::string out =
      "# The rules\n\nWritten by `./dev generate` from the rules and the schemas; edit those. The "
      "page of a rule says what it\nchecks and why, how to fix a finding, which members it applies "
      "to with which limit, and which document\nstates that limit, with a good and a bad example. "
      "`diallint explain RULE` prints the same page.\n\nThe failure codes and exceptions of the "
      "service are in [responses.md](responses.md); the [glossary](glossary.md)\nexplains the "
      "terms.\n";
  for (const RuleGroup& group : kGroups) {
    out += fmt::format("\n## {}\n\n| rule | severity | what is checked |\n|---|---|---|\n",
                       group.heading);
    for (const Rule* rule : rules_of(group))
      out += fmt::format("| [`{0}`](rules/{0}.md) | {1} | {2} |\n", rule->id,
                         effective_level(*rule), rule->title);
  }
  return out;
}

std::string responses() {
  std::string out =
      "# What the service responds, and what to do\n\nWritten by `./dev generate`. A failure code "
      "belongs to one request of a batch; an exception ends the\nwhole call. `diallint explain "
      "NAME` prints the same text, and `diallint check REQUEST --response RESPONSE`\nreports it at "
      "its place in the response.\n\nA call that failed as a whole is an error "
      "([`call-failed`](rules/call-failed.md)): none of its requests was taken.\nThe summary "
      "counts "
      "the requests that were taken, that failed and that no response names, as does "
      "`responses`\nin "
      "the JSON report.\n\n## What is read as a response\n\n- the body as it is on the wire, or in "
      "a log that adds the exception's name under `__type`, `code` or the name\n  of the header\n- "
      "the "
      "same behind an HTTP head, as `curl -i` shows it: the status and `x-amzn-ErrorType` count\n- "
      "what SDKs return: members such as `ResponseMetadata` and `$metadata` are passed over, and "
      "names "
      "may be\n  spelled in the way of the SDK's language\n- what SDKs make of an exception, for "
      "Python, JavaScript, .NET and Java, and what Lambda and Step Functions\n  pass on\n- what "
      "the AWS command line and programs print: `An error occurred (NAME) when calling ...`, "
      "`NAME: "
      "...`\n\n## Several requests and responses\n\nName the requests, and `--response` for each "
      "response or folder of responses. All responses belong to the\nonly request; otherwise those "
      "that share tokens belong together, then those that share a name\n(`a.request.json` and "
      "`a.response.json`), and what is left is paired in its order. Two responses to one\nrequest "
      "are "
      "two tries: a request that failed first and was taken then is taken.\n";
  for (const Guidance& guidance : all_guidance()) {
    std::string page = to_markdown(page_of(guidance));
    // One level down: they are sections here.
    for (std::size_t at = 0; (at = page.find("\n## ", at)) != std::string::npos; at += 4)
      page.replace(at, 4, "\n### ");
    out += "\n#" + page;
  }
  return out;
}

std::vector<Derived> derived() {
  const Plan plan = load_plan({});
  std::vector<Derived> files = {
      {std::string(kReadme), readme()},
      {std::string(kSchemas),
       with_table(kSchemas, kKeywordsBegin, kKeywordsEnd, keyword_table(plan))},
      {std::string(kReference), index()},
      {std::string(kResponses), responses()},
      {std::string(kConfigSchemaPath), config_schema()},
      {std::string(kHooks), hooks()}};
  for (const Rule* rule : all_rules())
    files.push_back({page_path(rule->id), to_markdown(page_of(*rule, plan))});
  const Pack pack = conformance_pack(plan, kPackSeed, kPackNow);
  const Pack example = example_of(pack);
  for (const PackFile& file : example.files) files.push_back({pack_path(file.file), file.text});
  files.push_back({pack_path(kManifestName), manifest_of(example)});
  files.push_back({std::string(kDigests), digests_of(pack)});
  for (auto& [path, text] : shell_files()) files.push_back({path, std::move(text)});
  return files;
}

/// Pages of rules that are no more, and files that the pack has no more.
std::vector<std::string> left_over(const std::vector<Derived>& files) {
  std::set<std::string> made;
  for (const Derived& file : files) made.insert(file.path);
  std::vector<std::string> paths;
  for (const std::string_view folder : {kPages, kPack}) {
    if (!std::filesystem::is_directory(folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
      if (entry.is_regular_file() && !made.contains(entry.path().generic_string()))
        paths.push_back(entry.path().string());
  }
  return paths;
}

void write(const Derived& derived) {
  const std::filesystem::path folder = std::filesystem::path(derived.path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder);
  std::ofstream file(derived.path, std::ios::binary);
  file << derived.text;
  file.close();
  if (!file) throw FatalError{fmt::format("cannot write {}; make it writable", derived.path)};
}

/// Whether a file is as it should be; mends it unless asked only to look.
bool settle(const Derived& derived, bool check) {
  if (content(derived.path) == derived.text) return true;
  if (check)
    fmt::print(stderr, "{} is out of date\n", derived.path);
  else
    write(derived);
  return false;
}

int generate(bool check) {
  bool same = true;
  const std::vector<Derived> files = derived();
  for (const Derived& file : files) same = settle(file, check) && same;
  for (const std::string& path : left_over(files)) {
    if (check)
      fmt::print(stderr, "{} belongs to a rule or a pack that no longer exists\n", path);
    else
      std::filesystem::remove(path);
    same = false;
  }
  if (same || !check) return 0;
  fmt::print(stderr, "update with: ./dev generate\n");
  return 1;
}

int guarded(const std::vector<std::string_view>& arguments) {
  const bool check = arguments.size() == 1 && arguments.front() == "--check";
  if (!arguments.empty() && !check) throw FatalError{"usage: ./dev generate [--check]"};
  return generate(check);
}

}  // namespace
}  // namespace diallint

int main(int count, char** arguments) {
  try {
    return diallint::guarded({arguments + 1, arguments + count});
  } catch (const diallint::FatalError& failure) {
    fmt::print(stderr, "diallint_generate: {}\n", failure.message);
  } catch (const std::exception& error) {
    fmt::print(stderr, "diallint_generate: {}\n", error.what());
  }
  return 2;
}
