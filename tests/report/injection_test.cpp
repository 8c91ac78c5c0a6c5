// Nothing that stands in an input, in the name of one or in an argument acts on whoever reads what
// the program writes: one table of hostile texts, put everywhere, through every format.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/printable.h"
#include "base/utf8.h"
#include "report/reporter.h"
#include "support/build_paths.h"
#include "support/lint.h"
#include "support/process.h"

namespace diallint::test {
namespace {

const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> kTexts{
      "\x1b[2J\x1b[31mowned",                  // clears the terminal
      "\x1b]8;;https://example.com\x07owned",  // a link of a terminal
      "\xC2\x9B"
      "2Jowned",  // the same controls in C1
      "owned\rowned",
      "owned\b\b\b",
      "a\tb\x7F",
      "\nowned",
      "\n::error::owned",
      "\n    ##[error]owned",
      "::error::owned",
      "  ::stop-commands::owned",
      "\xC2\xA0::add-mask::owned",
      "\xE3\x80\x80::error file=a::owned",
      "%0A::error::owned",
      "##[error]owned",
      "x ##[command]owned",
      "##vso[task.setvariable variable=owned]1",
      "##teamcity[buildStop comment='owned']",
      "###[group]owned",
      "####[endgroup]",
      "\xE2\x80\xAE"
      "denwo",  // turns the direction of text
      "\xE2\x81\xA6owned\xE2\x81\xA9",
      "ow\xE2\x80\x8Bned",
      "\xEF\xBB\xBFowned",
      "owned\xE2\x80\xA8owned\xE2\x80\xA9",
      "\xF3\xA0\x81\x81owned",
      "<script>owned()</script>",
      "\"><img src=x onerror=owned()>",
      "'><svg onload=owned()>",
      "</script><script>owned()//",
      "<!--<script>",
      "]]><owned/>",
      "&lt;owned&gt;",
      "--><owned>",
      "${{ github.token }}",
      "$(owned)",
      "`owned`",
      "| owned | owned |",
      "[owned](https://example.com)",
      "![owned](https://example.com)",
      "@everyone",
      "=cmd|'/C owned'!A0",
      "+1+cmd",
      "@SUM(owned)",
      "-2+3+owned",
      "\xFFowned",
      "\xC3(owned",
      "\xED\xA0\x80owned",
      "../../owned",
      "--owned"};
  return kTexts;
}

/// Those that commands are run with, one by one.
std::vector<std::string> texts_to_run() {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < hostile_texts().size(); i += every(11))
    texts.push_back(hostile_texts()[i]);
  return texts;
}

/// Every rule has something to say about a value or a name here.
void write_hostile_inputs(const Scratch& scratch) {
  const std::filesystem::path folder = scratch.folder() / "hostile";
  std::filesystem::create_directory(folder);
  const auto quoted = [](const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  std::string batch = "[";
  std::string lines;
  std::string raw;
  for (std::size_t i = 0; i < hostile_texts().size(); ++i) {
    const std::string& text = hostile_texts()[i];
    const std::string word = quoted(text);
    const std::string request = "{\"clientToken\":" + word + ",\"phoneNumber\":" + word +
                                ",\"expirationTime\":" + word + ",\"attributes\":{" + word + ":" +
                                word + ",\"n\":1}," + word + ":" + word + "}";
    batch += (i == 0 ? "" : ",") + request;
    lines += request + "\n" + request + "}" + text + "\n";
    raw += text + "\n{\"clientToken\":\"" + text + "\",\"" + text + "\":1}\n";
    std::string name = text;
    std::replace(name.begin(), name.end(), '/', '_');
    write_text(folder / (name + ".json"), request + text);
    write_text(folder / (std::to_string(i) + ".csv"),
               "clientToken,phoneNumber,expirationTime," + text + ",attributes." + text + "\n" +
                   text + "," + text + "," + text + ",\"" + text + "\"," + text + "\n");
  }
  write_text(folder / "batch.json", batch + "]");
  write_text(folder / "lines.ndjson", lines);
  write_text(folder / "raw.ndjson", raw);
}

/// What in a text would act on a terminal or on the log of a CI service; "" if nothing would.
std::string threat_in(const std::string& text, bool is_github) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    if (c == 0xFFFD && at - begin == 1) return "no UTF-8 at " + std::to_string(begin);
    if (c != '\n' && is_unprintable(c)) return "U+" + std::to_string(static_cast<unsigned>(c));
  }
  for (const char* command : {"##[", "##vso[", "##teamcity[", "#[error", "#[group"}) {
    const std::size_t at = text.find(command);
    if (at != std::string::npos) return command;
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!begins_log_command(line)) continue;
    const bool own = line.starts_with("::error ") || line.starts_with("::warning ") ||
                     line.starts_with("::notice ");
    if (!is_github || !own || line.find("title=diallint ") == std::string::npos)
      return "a command: " + line;
  }
  return "";
}

/// What in a report would be markup, or keep it from being read.
std::string fault_in(const std::string& text, std::string_view format) {
  if (format == "html" || format == "junit") {
    for (const char* markup : {"<img", "<svg on", "<owned", "owned()<", "<!--", "]]>"})
      if (text.find(markup) != std::string::npos) return markup;
    std::size_t scripts = 0;
    for (std::size_t at = 0; (at = text.find("<script", at)) != std::string::npos; ++at) ++scripts;
    // Those of the page: what both pages have, what this one has, and its data.
    if (scripts != (format == "html" ? 3 : 0)) return std::to_string(scripts) + " scripts";
  }
  if (format == "json" || format == "sarif" || format == "gitlab")
    if (!nlohmann::json::accept(text)) return "no JSON";
  if (format == "ndjson") {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
      if (!nlohmann::json::accept(line)) return "no JSON: " + line;
  }
  return "";
}

std::string in_shell(const std::string& text) {
  std::string out = "'";
  for (const char c : text) c == '\'' ? out.append("'\\''") : out.append(1, c);
  return out + "'";
}

}  // namespace

TEST_CASE("no hostile text acts on the reader of any report", "[cli][injection]") {
  const Scratch scratch;
  write_hostile_inputs(scratch);
  write_text(scratch.folder() / "key", "0123456789abcdef0123456789abcdef");
  for (const std::string_view format : report_formats()) {
    for (const char* more : {"", "--show-values ", "--mask-keys --accept-sdk-names "}) {
      CAPTURE(format, more);
      const Outcome outcome = run_command(
          "rm -f summary; GITHUB_STEP_SUMMARY=summary diallint --now 2026-11-20T12:00:00Z "
          "--statistics -v "
          "--color never --fingerprint-key key " +
              std::string(more) + "--output-format " + std::string(format) + " hostile",
          scratch);
      CHECK(outcome.exit_code == 1);
      CHECK(outcome.out.size() > 2'000);
      CHECK(threat_in(outcome.out, format == "github") == "");
      CHECK(threat_in(outcome.err, false) == "");
      CHECK(fault_in(outcome.out, format) == "");
      const std::string summary = file_text(scratch.folder() / "summary");
      CHECK(summary.empty() == (format != "github"));
      CHECK(threat_in(summary, false) == "");
    }
  }
}

TEST_CASE("a reader of XML takes the report of hostile files", "[cli][injection]") {
  const Scratch scratch;
  write_hostile_inputs(scratch);
  const Outcome outcome = run_command(
      "diallint --now none --output-format junit -o r.xml hostile; /usr/bin/python3 -c '\n"
      "from junitparser import JUnitXml\nxml = JUnitXml.fromfile(\"r.xml\")\n"
      "print(xml.tests == sum(1 for suite in xml for case in suite), xml.failures > 100)\n'",
      scratch);
  CHECK(outcome.err.empty());
  CHECK(outcome.out == "True True\n");
}

TEST_CASE("no hostile argument acts on the terminal or the log", "[cli][injection]") {
  const Scratch scratch;
  const std::string file = " examples/clean/batch.json";
  for (const std::string& text : texts_to_run()) {
    const std::string word = in_shell(text);
    std::string script;
    for (const char* before : {"diallint ",
                               "diallint check ",
                               "diallint explain ",
                               "diallint schema ",
                               "diallint config ",
                               "diallint --select=",
                               "diallint --shape=",
                               "diallint --now=",
                               "diallint --output-format=",
                               "diallint --csv-map=",
                               "diallint --stdin-filename=",
                               "diallint --response=",
                               "diallint --fingerprint-key=",
                               "diallint --numbering-plan=",
                               "diallint -o no-such-folder/",
                               "diallint schema diff dial-request ",
                               "diallint conformance ",
                               "diallint rules ",
                               "diallint --config=",
                               "diallint --schema=",
                               "diallint --severity=",
                               "diallint --baseline=",
                               "diallint --phone-regions=",
                               "diallint --no-such="})
      script += before + word + file + "; ";
    script += "diallint --now none --stdin-filename=" + word + " - < examples/dirty/cut-off.json; ";
    script += "printf %s " + word + " > odd.toml; diallint --config odd.toml" + file + "; ";
    script +=
        "printf 'select = [\"%s\"]' " + word + " > odd.toml; diallint --config odd.toml" + file;
    const Outcome outcome = run_command(script, scratch);
    CAPTURE(text);
    CHECK(outcome.err.size() > 500);
    CHECK(threat_in(outcome.out, false) == "");
    CHECK(threat_in(outcome.err, false) == "");
  }
}

TEST_CASE("no hostile argument of dialgen acts on the terminal or the log", "[cli][injection]") {
  const Scratch scratch;
  for (const std::string& text : texts_to_run()) {
    const std::string word = in_shell(text);
    std::string script;
    for (const char* before :
         {"dialgen ", "dialgen valid ", "dialgen valid --shape=", "dialgen valid --count=",
          "dialgen valid --now=", "dialgen valid --regions=", "dialgen valid --format=",
          "dialgen valid --schema=", "dialgen valid -o no-such-folder/",
          "dialgen spoil -o pack --rule=", "dialgen boundary -o pack --shape=",
          "dialgen pack --no-such=", "dialgen response --for=",
          "dialgen response --for examples/clean/batch.json --code=",
          "dialgen response --for examples/clean/batch.json --exception=",
          "dialgen response --for examples/clean/batch.json --inconsistent="})
      script += before + word + "; ";
    script += "printf %s " + word + " > odd.json; dialgen response --for odd.json; ";
    script += "dialgen valid --schema odd.json";
    const Outcome outcome = run_command(script, scratch);
    CAPTURE(text);
    CHECK(outcome.err.size() > 500);
    CHECK(threat_in(outcome.out, false) == "");
    CHECK(threat_in(outcome.err, false) == "");
  }
}

TEST_CASE("an answer and its check hold hostile tokens as data", "[cli][injection]") {
  const Scratch scratch;
  std::string requests;
  for (const std::string& text : hostile_texts()) {
    const std::string token =
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    requests += (requests.empty() ? "" : ",") + ("{\"clientToken\":" + token) +
                ",\"phoneNumber\":\"+12025550147\",\"attributes\":{" + token + ":" + token + "}," +
                "\"expirationTime\":\"2026-11-20T12:05:00.000Z\"}";
  }
  write_text(scratch.folder() / "batch.json", "{\"dialRequests\":[" + requests + "]}");
  for (const char* how :
       {"", " --failed 100", " --inconsistent foreign", " --inconsistent twice"}) {
    CAPTURE(how);
    const Outcome made = run_command(
        "dialgen response --for batch.json" + std::string(how) + " -o answer.json", scratch);
    CHECK(threat_in(made.err, false) == "");
    CHECK(nlohmann::json::accept(file_text(scratch.folder() / "answer.json")));
    for (const std::string_view format : report_formats()) {
      CAPTURE(format);
      const Outcome outcome = run_command(
          "diallint --now none --color never --show-values --statistics --output-format " +
              std::string(format) + " batch.json --response answer.json",
          scratch);
      CHECK(outcome.exit_code == 1);
      CHECK(outcome.out.size() > 1'000);
      CHECK(threat_in(outcome.out, format == "github") == "");
      CHECK(threat_in(outcome.err, false) == "");
      CHECK(fault_in(outcome.out, format) == "");
    }
  }
}

TEST_CASE("a pack and a validator of hostile texts act on nobody", "[cli][injection]") {
  const Scratch scratch;
  std::filesystem::create_directory(scratch.folder() / "pack");
  for (const std::string& text : hostile_texts()) {
    CAPTURE(text);
    const std::string word =
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::string name = nlohmann::json::parse(word);
    std::replace(name.begin(), name.end(), '/', '_');
    write_text(scratch.folder() / "pack" / name, text);
    const nlohmann::json manifest = {
        {"format", "diallint-pack"},
        {"version", 1},
        {"now", "2026-11-20T12:00:00Z"},
        {"ignored", nlohmann::json::array()},
        {"files",
         {{{"file", name}, {"shape", name}, {"findings", {{{"rule", name}, {"path", name}}}}}}}};
    write_text(scratch.folder() / "pack" / "manifest.json", manifest.dump());
    const Outcome outcome =
        run_command("diallint conformance pack -v -- printf %s " + in_shell(text) +
                        "; diallint conformance pack -- " + in_shell(text) +
                        "; diallint conformance " + in_shell(text) + " -- true",
                    scratch);
    CHECK(outcome.out.size() + outcome.err.size() > 100);
    CHECK(threat_in(outcome.out, false) == "");
    CHECK(threat_in(outcome.err, false) == "");
  }
}

namespace {

std::string json_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// A schema in which a text stands wherever a schema may have one.
std::string hostile_schema(const std::string& text, const std::string& shape,
                           const std::string& url, const std::string& read) {
  const nlohmann::ordered_json schema = {
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"$id", "https://example.com/odd.schema.json"},
      {"$comment", text},
      {"title", text},
      {"description", text},
      {"x-shape", shape},
      {"x-sources", {{"page", {{"title", text}, {"url", url}, {"read", read}}}}},
      {"x-source", "page"},
      {"type", "object"},
      {"required", {text, "owned-member"}},
      {"properties",
       {{text, {{"type", "string"}, {"title", text}, {"description", text}, {"maxLength", 5}}},
        {"owned-member", {{"enum", {text, "owned"}}, {"description", text}}}}},
      {"additionalProperties", false}};
  return schema.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

TEST_CASE("no text of a schema acts on the reader of any command", "[cli][injection]") {
  const Scratch scratch;
  std::size_t compiled = 0;
  std::size_t number = 0;
  for (const std::string& text : texts_to_run()) {
    CAPTURE(text);
    write_text(scratch.folder() / "s.json", hostile_schema(text, text, text, text));
    // Without what some texts are refused in: the name of a shape, an address, a day.
    write_text(scratch.folder() / "m.json",
               hostile_schema(text, "owned-shape", "https://example.com/", "2026-11-20"));
    write_text(scratch.folder() / "in.json", "{\"owned-membre\":1}");
    std::string script;
    for (const std::string schema : {" --schema s.json", " --schema m.json"}) {
      for (const char* command :
           {"schema", "explain required", "explain enum", "explain length", "schema owned-shap",
            "rules --output-format json", "check --shape owned-shap in.json",
            "check --now none --shape owned-shape in.json",
            "check --now none --shape owned-shape --output-format sarif in.json"})
        // Each command with some of the texts: all with all would take minutes.
        if (number++ % 3 == 0) script += "diallint " + std::string(command) + schema + "; ";
      script += "diallint schema " + in_shell(text) + schema + "; ";
      if (number % 2 == 0) script += "dialgen valid --shape owned-shap" + schema + "; ";
      if (number % 2 == 1) script += "dialgen valid --shape owned-shape -o made" + schema + "; ";
    }
    script += "diallint schema owned-shape --schema m.json > printed.json; cat printed.json; ";
    script += "diallint schema diff m.json printed.json; diallint schema diff dial-request m.json";
    const Outcome outcome = run_command(script, scratch);
    CHECK(outcome.out.size() + outcome.err.size() > 1'000);
    CHECK(threat_in(outcome.out, false) == "");
    CHECK(threat_in(outcome.err, false) == "");
    const std::string printed = file_text(scratch.folder() / "printed.json");
    if (printed.empty()) continue;
    ++compiled;
    CHECK(nlohmann::json::parse(printed) ==
          nlohmann::json::parse(file_text(scratch.folder() / "m.json")));
  }
  CHECK(compiled > texts_to_run().size() / 2);
}

TEST_CASE("no text of a file of settings acts on the reader of any command", "[cli][injection]") {
  const Scratch scratch;
  std::filesystem::create_directory(scratch.folder() / "x");
  std::filesystem::copy(scratch.folder() / "examples/clean/batch.json",
                        scratch.folder() / "x/batch.json");
  const nlohmann::json keys = nlohmann::json::parse(file_text(std::filesystem::path(source_dir()) /
                                                              "schemas/config.schema.json"))
                                  .at("properties");
  REQUIRE(keys.size() > 10);
  for (const std::string& text : texts_to_run()) {
    CAPTURE(text);
    const std::string t = json_text(text);
    std::string script;
    std::size_t number = 0;
    for (const auto& [key, schema] : keys.items()) {
      for (const std::string& setting :
           {key + " = " + t, key + " = [" + t + "]", "[" + key + "]\n" + t + " = " + t,
            "[" + key + "]\n" + t + " = [" + t + "]", t + " = 1"}) {
        if ((number++ + text.size()) % 9 != 0) continue;
        script += "printf '%s\\n' " + in_shell(setting) +
                  " > x/diallint.toml; diallint config x; diallint --now none x; ";
      }
    }
    const std::string word = in_shell(text);
    script += "rm -f x/diallint.toml; printf '%s' " + word + " > odd; ";
    for (const char* option : {"--config", "--baseline", "--fingerprint-key", "--numbering-plan",
                               "--schema", "--response"})
      script += "diallint --now none x/batch.json " + std::string(option) + " odd; ";
    script +=
        "printf 'package %s\\nversion %s\\ndate 2026-11-10\\n\\ncalling-code 1\\n\\nregion US\\n"
        "general 10\\n  [2-9]\\\\d{9}\\n' " +
        word + " " + word +
        " > plan; "
        "diallint -v --now 2028-01-01T00:00:00Z --numbering-plan plan x; ";
    script += "printf '%s' '{\"diallint-baseline\":1,\"key\":'" + in_shell(t) +
              "',\"findings\":[{\"rule\":'" + in_shell(t) + "',\"file\":'" + in_shell(t) +
              "',\"path\":'" + in_shell(t) +
              "',\"count\":1}]}' > known; "
              "diallint --now none --baseline known x";
    const Outcome outcome = run_command(script, scratch);
    CHECK(outcome.err.size() > 500);
    CHECK(threat_in(outcome.out, false) == "");
    CHECK(threat_in(outcome.err, false) == "");
  }
}

TEST_CASE("what is kept between runs holds hostile names as data", "[cli][injection]") {
  const Scratch scratch;
  write_hostile_inputs(scratch);
  const Outcome written = run_command(
      "diallint --now none --update-baseline --baseline known.json hostile > /dev/null", scratch);
  CHECK(threat_in(written.err, false) == "");
  const std::string known = file_text(scratch.folder() / "known.json");
  CHECK(nlohmann::json::accept(known));
  CHECK(threat_in(known, false) == "");
  const Outcome again = run_command("diallint --now none --baseline known.json hostile", scratch);
  CHECK(again.exit_code == 0);
}

}  // namespace diallint::test
