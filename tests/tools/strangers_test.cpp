// What strangers write into a repository: settings, links, packs. None of it reaches outside of its
// folder, hides what a file's own settings find, or decides anything without a word.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support/build_paths.h"
#include "support/one_request.h"
#include "support/process.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;

const std::string kKey = "0123456789abcdef0123456789abcdef\n";
const std::string kLax = "ignore = [\"phone-fictional\"]\n";

bool says(const Outcome& outcome, const std::string& words) {
  return (outcome.out + outcome.err).find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("what settings and schemas come from is read once, pipes too", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  fs::create_directories(folder / "x");
  fs::create_directories(folder / "y");
  write_text(folder / "x/a.ndjson", kRequest);
  write_text(folder / "y/b.ndjson", kRequest);
  write_text(folder / "lax.toml", kLax);
  write_text(folder / "key", kKey);
  const std::string root = source_dir();
  REQUIRE(
      run_command(kCheck + "-q x y --baseline known.json --update-baseline --fingerprint-key key",
                  scratch)
          .exit_code == 0);
  struct Row {
    std::string options;  // with PIPE
    std::string file;
  };
  // Two folders, as settings are looked for in each.
  const Row rows[] = {
      {"--config PIPE x y", "lax.toml"},
      {"--fingerprint-key PIPE --output-format gitlab x y", "key"},
      {"--baseline PIPE --fingerprint-key key x y", "known.json"},
      {"--schema PIPE x y", root + "/schemas/dial-request.schema.json"},
      {"--numbering-plan PIPE x y", root + "/data/numbering-plan.txt"},
      {"--config lax.toml --numbering-plan PIPE x y", root + "/data/numbering-plan.txt"},
  };
  for (const Row& row : rows) {
    const auto with = [&](std::string name) {
      std::string options = row.options;
      return kCheck + "--fail-on never " + options.replace(options.find("PIPE"), 4, name);
    };
    INFO(row.options);
    const Outcome file = run_command(with("'" + row.file + "'"), scratch);
    CHECK(file.exit_code == 0);
    for (const std::string& pipe :
         {"cat '" + row.file + "' | " + with("/dev/stdin"),
          "rm -f named; mkfifo named; cat '" + row.file + "' > named & " + with("named")}) {
      INFO(pipe);
      const Outcome outcome = run_command(pipe, scratch);
      CHECK(outcome.exit_code == 0);
      CHECK(outcome.out == file.out);
      CHECK(outcome.err == file.err);
    }
  }
  const std::string schema = "'" + root + "/schemas/dial-request.schema.json'";
  for (const std::string& command :
       {"diallint schema diff dial-request /dev/stdin < " + schema,
        "cat " + schema + " | diallint schema diff dial-request /dev/stdin",
        "cat " + schema + " | dialgen valid --schema /dev/stdin > /dev/null"})
    CHECK(run_command(command, scratch).exit_code == 0);
}

TEST_CASE("a configuration that cannot be read is no configuration that is not there", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  fs::create_directories(folder / "x/deep");
  write_text(folder / "x/deep/a.ndjson", kRequest);
  struct Row {
    std::string script;
    std::string words;
  };
  const Row rows[] = {
      {"ln -s nothing x/diallint.toml", "symbolic link to a file that is not there"},
      {"ln -s diallint.toml x/diallint.toml", "form a loop"},
      {"mkdir x/diallint.toml", "no file"},
      {"mkfifo x/diallint.toml", "no file"},
      {"echo 'now = none' > x/diallint.toml",
       "x/diallint.toml:1:8: this is not valid TOML: a text stands in quotes, as in now = "
       "\"none\""},
      {"printf 'fail-on = \"never\"\\n select = [ type ]' > x/diallint.toml",
       "a text stands in quotes, as in select = [\"type\"]"},
      {"printf '[output]\\r\\nformat = json # for us\\r\\n' > x/diallint.toml",
       "as in format = \"json\""},
      {"echo '=' > x/diallint.toml", "this is not valid TOML"},
      {"echo 'now' > x/diallint.toml", "this is not valid TOML"},
      {"echo 'now = \"none' > x/diallint.toml", "this is not valid TOML"},
  };
  for (const Row& row : rows) {
    INFO(row.script);
    for (const std::string& command : {kCheck + "-o r x/deep", kCheck + "-o r x/deep/a.ndjson",
                                       std::string("diallint config x/deep")}) {
      const Outcome outcome =
          run_command("rm -rf x/diallint.toml; " + row.script + "; " + command, scratch);
      CHECK(outcome.exit_code == 2);
      CHECK(outcome.out.empty());
      CHECK(outcome.err.find("x/diallint.toml") != std::string::npos);
      CHECK(outcome.err.find(row.words) != std::string::npos);
      CHECK_FALSE(fs::exists(folder / "r"));
    }
    CHECK(run_command(kCheck + "--isolated x/deep", scratch).exit_code == 0);
  }
}

TEST_CASE("a path in a found configuration stays beneath its folder", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  fs::create_directories(folder / "repo/in");
  fs::create_directories(folder / "out");
  write_text(folder / "repo/a.ndjson", kRequest);
  write_text(folder / "out/x", kKey);
  write_text(folder / "repo/in/x", kKey);
  fs::create_directory_symlink("../out", folder / "repo/sub");
  fs::create_directory_symlink("in", folder / "repo/near");
  fs::create_symlink("../out/x", folder / "repo/leaf");
  fs::create_symlink("../out/new", folder / "repo/dangling");
  const std::string ways[] = {
      "sub/x",       "near/x",         "leaf",    "../out/x", "dangling",
      "in/../sub/x", "in/../../out/x", "sub/new", "./sub/x",  (folder / "out/x").string()};
  for (const std::string key : {"baseline", "fingerprint-key", "phone.numbering-plan"}) {
    for (const std::string& way : ways) {
      for (const std::string more : {"", "--update-baseline "}) {
        INFO(key << " = " << way << " " << more);
        write_text(folder / "repo/diallint.toml", key + " = \"" + way + "\"\n");
        const Outcome outcome = run_command(kCheck + more + "repo", scratch);
        CHECK(outcome.exit_code == 2);
        CHECK(file_text(folder / "out/x") == kKey);
        CHECK(file_text(folder / "repo/in/x") == kKey);
        CHECK_FALSE(fs::exists(folder / "out/new"));
        CHECK_FALSE(says(outcome, "0123456789"));
      }
    }
  }
  // What stands there is read, and what does not is made there.
  write_text(folder / "repo/diallint.toml",
             "fingerprint-key = \"in//./x\"\nbaseline = \"in/known.json\"\n");
  CHECK(run_command(kCheck + "--update-baseline repo", scratch).exit_code == 0);
  CHECK(run_command(kCheck + "repo", scratch).exit_code == 0);
  // A file that the command line names says where a key is; where is written, none says.
  write_text(folder / "given.toml", "fingerprint-key = \"" + (folder / "out/x").string() + "\"\n");
  CHECK(run_command(kCheck + "--config given.toml repo/a.ndjson", scratch).exit_code == 0);
  write_text(folder / "given.toml", "baseline = \"repo/sub/x\"\n");
  CHECK(run_command(kCheck + "--config given.toml --update-baseline repo", scratch).exit_code == 2);
  CHECK(file_text(folder / "out/x") == kKey);
}

TEST_CASE("a pack deletes, writes and reads nothing outside of its folder", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  const auto manifest = [](const std::string& file, const std::string& shape = "auto") {
    return R"({"format":"diallint-pack","version":1,"now":"2026-11-20T12:00:00Z","ignored":[],"files":[{"file":")" +
           file + R"(","shape":")" + shape + R"(","findings":[]}]})";
  };
  const std::string make = "dialgen spoil --rule token-empty --shape dial-request -o pack";
  struct Row {
    std::string file;
    std::string links;
  };
  const Row rows[] = {
      {"sub/precious", "ln -s ../out pack/sub"},
      {"precious", "ln -s ../out/precious pack/precious"},
      {"a/../../out/precious", "mkdir pack/a"},
      {"../out/precious", ":"},
      {(folder / "out/precious").string(), ":"},
      {"", ":"},
  };
  for (const Row& row : rows) {
    INFO(row.file);
    run_command("rm -rf pack out; mkdir pack out; echo kept > out/precious; " + row.links, scratch);
    write_text(folder / "pack/manifest.json", manifest(row.file));
    for (const std::string& command :
         {make, std::string("diallint conformance pack -- cat {file}")}) {
      const Outcome outcome = run_command(command, scratch);
      CHECK(outcome.exit_code == 2);
      CHECK(outcome.out.empty());
      CHECK(file_text(folder / "out/precious") == "kept\n");
    }
  }
  // The manifest itself is a link, or a name that will be written is one.
  for (const std::string links :
       {"ln -s ../out/precious pack/manifest.json", "ln -s ../out/new pack/manifest.json"}) {
    run_command("rm -rf pack out; mkdir pack out; echo kept > out/precious; " + links, scratch);
    CHECK(run_command(make, scratch).exit_code == 2);
    CHECK(file_text(folder / "out/precious") == "kept\n");
    CHECK_FALSE(fs::exists(folder / "out/new"));
  }
  run_command("rm -rf pack", scratch);
  REQUIRE(run_command(make, scratch).exit_code == 0);
  std::string name;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "pack"))
    if (entry.is_regular_file() && entry.path().filename() != "manifest.json")
      name = entry.path().string();
  fs::remove(name);
  fs::remove(folder / "pack/manifest.json");
  write_text(folder / "pack/manifest.json", manifest("other.json"));
  fs::create_symlink(folder / "out/precious", name);
  CHECK(run_command(make, scratch).exit_code == 2);
  CHECK(file_text(folder / "out/precious") == "kept\n");
}

TEST_CASE("no name of a manifest is a command or an option", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  fs::create_directories(folder / "pack");
  const auto write = [&](const std::string& file, const std::string& shape) {
    write_text(folder / "pack/manifest.json",
               R"({"format":"diallint-pack","version":1,"now":"2026-11-20T12:00:00Z","ignored":[],)"
               R"("files":[{"file":")" +
                   file + R"(","shape":")" + shape + R"(","findings":[]}]})");
  };
  for (const std::string evil :
       {"$(touch owned)", "a;touch owned", "`touch owned`", "a|touch owned", "a&&touch owned",
        "a\\ntouch owned", "a'b", "-owned", "a b", "*", "~", "a>owned", "\xC3\xA9"}) {
    for (const bool in_shape : {false, true}) {
      INFO(evil << (in_shape ? " as a shape" : ""));
      write(in_shape ? "a.json" : evil, in_shape ? evil : "auto");
      const Outcome outcome =
          run_command("diallint conformance pack -- sh -c 'true {shape} {file}'", scratch);
      CHECK(outcome.exit_code == 2);
      CHECK(outcome.err.find("the manifest names") != std::string::npos);
      CHECK_FALSE(fs::exists(folder / "owned"));
    }
  }
  write("a/b_c-d.e+f@g:h=i,j.json", "dial-request");
  CHECK(run_command("diallint conformance pack -- sh -c 'test {shape} = dial-request'", scratch)
            .exit_code == 0);
}

TEST_CASE("a validator finds its signals as they were, and leaves nobody waiting", "[cli]") {
  const Scratch scratch;
  fs::create_directories(scratch.folder() / "pack");
  write_text(scratch.folder() / "pack/a.json", kRequest);
  write_text(scratch.folder() / "pack/manifest.json",
             R"({"format":"diallint-pack","version":1,"now":"2026-11-20T12:00:00Z","ignored":[],)"
             R"("files":[{"file":"a.json","shape":"auto","findings":[]}]})");
  const std::string run = "diallint conformance pack -- sh -c ";
  // `yes` would go on, with a message for each line, were its pipe no end of it.
  CHECK(run_command(run + "'yes 2>&1 | head -n 1 > /dev/null; trap - PIPE; kill -PIPE $$; exit 7'",
                    scratch)
            .out.find("exits with 141") != std::string::npos);
  CHECK(run_command("trap '' PIPE; " + run + "'kill -PIPE $$; exit 7'", scratch)
            .out.find("exits with 7") != std::string::npos);
  // What it leaves behind holds its output as long as the test lives, and ends with it.
  run_command("mkfifo hold", scratch);
  const Outcome left =
      run_command("exec 8<> hold; " + run +
                      "'cat hold & exit 0'; echo $?; echo end > hold; kill %1 2> /dev/null; "
                      "exec 8>&-",
                  scratch);
  CHECK(left.out.find("100 %\n0\n") != std::string::npos);
  CHECK(left.out.ends_with("\n0\n"));
}

TEST_CASE("a link is judged by the settings of the place of its file", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  for (const char* name : {"aa", "exports", "zz"}) fs::create_directories(folder / name);
  write_text(folder / "exports/bad.json", kRequest);
  for (const char* name : {"aa", "zz"}) write_text(folder / name / "diallint.toml", kLax);
  const auto finds = [&](const std::string& inputs) {
    return says(run_command(kCheck + inputs, scratch), "[phone-fictional]");
  };
  REQUIRE(finds("exports"));
  fs::create_symlink("../exports/bad.json", folder / "aa/link.json");
  fs::create_symlink("../aa/link.json", folder / "zz/link.json");
  for (const std::string inputs : {"aa exports", "exports aa", "aa", "aa/link.json", ".", "zz",
                                   "zz exports", "zz/link.json aa/link.json"}) {
    INFO(inputs);
    CHECK(finds(inputs));
  }
  // Patterns are of the file's own path too.
  write_text(folder / "diallint.toml", "[per-file-ignores]\n\"aa/**\" = [\"phone-fictional\"]\n");
  CHECK(finds("aa exports"));
  fs::remove(folder / "diallint.toml");
  // A file with two names stands in two places; the stricter one counts too.
  fs::remove(folder / "aa/link.json");
  fs::remove(folder / "zz/link.json");
  fs::create_hard_link(folder / "exports/bad.json", folder / "aa/hard.json");
  for (const std::string inputs : {"aa exports", "exports aa", "."}) CHECK(finds(inputs));
  CHECK_FALSE(finds("aa"));
}

TEST_CASE("a found configuration that decides something says so", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  fs::create_directories(folder / "x");
  write_text(folder / "x/a.ndjson", kRequest);
  write_text(folder / "x/key", kKey);
  struct Row {
    std::string settings;
    std::string options;
    std::string words;  // empty: none
  };
  const std::string off = "x/diallint.toml switches off phone-fictional\n";
  const Row rows[] = {
      {kLax, "", off},
      {kLax, "--isolated ", ""},
      {kLax, "--config x/diallint.toml ", ""},
      {kLax, "--ignore phone-fictional ", ""},
      {kLax, "--select phone-fictional ", ""},
      {"[severity]\nphone-fictional = \"off\"\n", "", off},
      {"[severity]\nphone-fictional = \"info\"\n", "", ""},
      {"[per-file-ignores]\n\"*.ndjson\" = [\"phone-fictional\"]\n", "", off},
      {"[per-file-ignores]\n\"*.csv\" = [\"phone-fictional\"]\n", "", ""},
      {"select = [\"required\"]\n", "", " other rules\n"},
      {"fingerprint-key = \"key\"\n", "", "x/diallint.toml names the key of the fingerprints\n"},
      {"fingerprint-key = \"key\"\n", "--fingerprint-key x/key ", ""},
      {"fail-on = \"warning\"\n", "", ""},
  };
  for (const Row& row : rows) {
    INFO(row.settings << row.options);
    write_text(folder / "x/diallint.toml", row.settings);
    const Outcome outcome = run_command(kCheck + row.options + "x", scratch);
    CHECK(outcome.out.find(row.words) != std::string::npos);
    const bool any = says(outcome, "switches off") || says(outcome, "names the key");
    CHECK(any == !row.words.empty());
    CHECK_FALSE(says(run_command(kCheck + row.options + "-q x", scratch), "diallint.toml"));
  }
}

TEST_CASE("a key of the caller beats the one of a file of settings", "[cli]") {
  const Scratch scratch;
  const fs::path folder = scratch.folder();
  fs::create_directories(folder / "x");
  write_text(folder / "x/a.ndjson", kRequest);
  write_text(folder / "x/key", kKey);
  write_text(folder / "mine", "my own key of enough bytes\n");
  const auto report = [&](const std::string& before, const std::string& options) {
    return run_command(before + kCheck + "--output-format gitlab " + options + "x", scratch).out;
  };
  const std::string mine = report("", "--fingerprint-key mine ");
  const std::string variable = report("DIALLINT_FINGERPRINT_KEY='key of the environment' ", "");
  write_text(folder / "x/diallint.toml", "fingerprint-key = \"key\"\n");
  const std::string configured = report("", "");
  REQUIRE(mine != configured);
  REQUIRE(variable != configured);
  CHECK(report("", "--fingerprint-key mine ") == mine);
  CHECK(report("DIALLINT_FINGERPRINT_KEY='key of the environment' ", "") == variable);
  CHECK(report("DIALLINT_FINGERPRINT_KEY='key of the environment' ", "--fingerprint-key mine ") ==
        mine);
  CHECK(report("DIALLINT_FINGERPRINT_KEY= ", "") == configured);
}

}  // namespace diallint::test
