// What stands around the program: the action's script, the hook, completions, installation.
#include <catch2/catch.hpp>
#include <string>

#include "engine/input_formats.h"
#include "support/build_paths.h"
#include "support/process.h"

namespace diallint::test {
namespace {

const std::string kRoot = source_dir();

}  // namespace

TEST_CASE("the action checks its paths, whatever they are called", "[cli]") {
  const Scratch scratch;
  const std::string run = "ACTION_FOLDER='" + kRoot + "' '" + kRoot + "/ci/action.sh'";
  const Outcome found = run_command(
      "INPUT_NOW=2026-11-20T12:00:00Z INPUT_SARIF_FILE=a.sarif INPUT_PATHS='examples/clean\n"
      "examples/dirty/retried-batch.json' " +
          run + "; code=$?; ls; exit $code",
      scratch);
  CHECK(found.exit_code == 1);
  CHECK(found.out.find("::error file=examples/dirty/retried-batch.json,line=21") !=
        std::string::npos);
  CHECK(found.out.find("a.sarif") != std::string::npos);
  const Outcome never = run_command(
      "INPUT_NOW=none INPUT_FAIL_ON=never INPUT_PATHS=examples " + run + " > /dev/null", scratch);
  CHECK(never.exit_code == 0);
  const Outcome named =
      run_command("INPUT_NOW=none INPUT_PATHS='$(touch owned); touch owned\n--isolated' " + run +
                      "; code=$?; ls; exit $code",
                  scratch);
  CHECK(named.exit_code == 2);
  CHECK(named.out.find("\nowned\n") == std::string::npos);  // the report names the path
  CHECK(named.err.find("--isolated: no such file") != std::string::npos);
}

TEST_CASE("the action hands over its inputs by the environment alone", "[cli]") {
  const std::string action = file_text(kRoot + "/action.yml");
  const std::size_t script = action.find("run: ");
  REQUIRE(script != std::string::npos);
  CHECK(action.find("${{", script) == std::string::npos);
  CHECK(action.find("${{ inputs.paths }}") != std::string::npos);
}

TEST_CASE("GitHub's own grammar of actions takes action.yml", "[cli]") {
  const Scratch scratch;
  write_text(scratch.folder() / "action.yml", file_text(kRoot + "/action.yml"));
  const std::string judge = quoted(node_path()) + " '" + kRoot +
                            "/tests/node/node_modules/.bin/action-validator' action.yml";
  const Outcome sound = run_command(judge, scratch);
  CHECK(sound.exit_code == 0);
  CHECK(sound.out + sound.err == "");
  const Outcome broken = run_command("sed -i 's/using:/usig:/' action.yml; " + judge, scratch);
  CHECK(broken.exit_code != 0);
}

TEST_CASE("GitHub's own grammar of workflows takes the one with a service", "[cli]") {
  const Scratch scratch;
  const std::string document = file_text(kRoot + "/docs/serve.md");
  const std::size_t block = document.find("```yaml\n") + 8;
  REQUIRE(block > 8);
  write_text(scratch.folder() / "w.yml",
             document.substr(block, document.find("```", block) - block));
  const std::string judge =
      quoted(node_path()) + " '" + kRoot + "/tests/node/node_modules/.bin/action-validator' w.yml";
  const Outcome sound = run_command(judge, scratch);
  CHECK(sound.out + sound.err == "");
  CHECK(sound.exit_code == 0);
  CHECK(run_command("sed -i 's/image:/imag:/' w.yml; " + judge, scratch).exit_code != 0);
}

TEST_CASE("a container of serve takes its secret and its options from the environment", "[cli]") {
  const Scratch scratch;
  const std::string script = "sh '" + kRoot + "/ci/serve.sh'";
  const auto outcome = [&](const std::string& environment) {
    const Outcome done = run_command(environment + " TMPDIR=. " + script + "; ls", scratch);
    CHECK(done.out.find("owned") == std::string::npos);
    return done.err;
  };
  CHECK_THAT(outcome(""), Catch::Contains("set DIALLINT_TOKEN"));
  CHECK_THAT(outcome("DIALLINT_TOKEN=short"),
             Catch::StartsWith("diallint: --token: the key has 5 bytes; at least 16 are needed"));
  const std::string token = "DIALLINT_TOKEN=0123456789abcdef ";
  CHECK_THAT(outcome(token + "DIALLINT_SERVE='--port 0 --campaign a=On'"),
             Catch::StartsWith("diallint: there is no state 'On' of a campaign"));
  CHECK_THAT(outcome(token + "DIALLINT_SERVE='--now $(touch${IFS}owned);*'"),
             Catch::StartsWith("diallint: --now takes a date-time"));
  // It answers who knows the secret, and ends as the program does.
  const Outcome served = run_command(
      token + "DIALLINT_SERVE='--port 0 --campaign monday' TMPDIR=. " + script +
          " > log & "
          "until grep -q listening log 2>/dev/null; do kill -0 $! || exit 1; done; "
          "ls -l tmp.*; tr '\\0' '\\n' < /proc/$!/environ | grep -c DIALLINT_; kill $!; wait $!; "
          "echo $?; cat log",
      scratch);
  CHECK_THAT(served.out, Catch::StartsWith("-rw------- ") && Catch::Contains("\n0\n0\nlistening"));
  CHECK_THAT(served.out, Catch::Contains("http://0.0.0.0:"));
}

TEST_CASE("the image of serve is made of files that are there, for the port that serve has",
          "[cli]") {
  const std::string image = file_text(kRoot + "/ci/serve.Dockerfile");
  CHECK(std::filesystem::exists(kRoot + "/ci/serve.sh"));
  CHECK(image.find("COPY ci/serve.sh ") != std::string::npos);
  CHECK(image.find("./dev package") != std::string::npos);
  CHECK(image.find("EXPOSE 4580") != std::string::npos);
  CHECK(file_text(kRoot + "/docs/serve.md").find("- 4580:4580") != std::string::npos);
}

TEST_CASE("the hook's files are those that a check reads in a directory", "[cli]") {
  const Scratch scratch;
  const std::string hook = file_text(kRoot + "/.pre-commit-hooks.yaml");
  for (const std::string_view extension : input_extensions())
    CHECK(hook.find(extension.substr(1)) != std::string::npos);
  const Outcome outcome = run_command(
      "entry=$(sed -n 's/^ *entry: //p' '" + kRoot +
          "/.pre-commit-hooks.yaml'); "
          "$entry --now none examples/dirty/retried-batch.json examples/clean/batch.json",
      scratch);
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.out.find("2 files") != std::string::npos);
}

TEST_CASE("the hook takes files of any name as files, all in one run", "[cli]") {
  const Scratch scratch;
  // What pre-commit does: `files` is searched for in each name, and the command is the entry, its
  // arguments and the names.
  write_text(scratch.folder() / "hook.py", R"(import os, re, shlex, subprocess, sys
hook = dict(re.findall(r"^ +(\w+): (.*)$", open(sys.argv[1]).read(), re.M))
names = sorted(name for name in os.listdir(".") if re.search(hook["files"], name))
print(" ".join(names), hook["require_serial"], flush=True)
arguments = [word.strip() for word in hook["args"].strip("[]").split(",")]
sys.exit(subprocess.call(shlex.split(hook["entry"]) + arguments + names))
)");
  const std::string names[] = {"-opackage.json", "--baseline=a.json", "--isolated.CSV", "a.Json"};
  const std::string request =
      R"({"clientToken":"call-1","phoneNumber":"+12025550147","expirationTime":"2026-11-20T12:05:00.000Z","attributes":{}})";
  for (const std::string& name : names)
    write_text(scratch.folder() / name, name.ends_with("CSV") ? "clientToken\n" : request);
  const Outcome outcome = run_command(
      "/usr/bin/python3 hook.py '" + kRoot + "/.pre-commit-hooks.yaml'; echo $?; ls -A", scratch);
  CHECK(outcome.out.starts_with("--baseline=a.json --isolated.CSV -opackage.json a.Json true\n"));
  CHECK(outcome.out.find("4 files") != std::string::npos);
  CHECK(outcome.out.find("[token-unique]") != std::string::npos);
  CHECK(outcome.out.find("\n1\n") != std::string::npos);
  CHECK(file_text(scratch.folder() / "-opackage.json") == request);
}

TEST_CASE("bash completes commands, options, and the words that an option takes", "[cli]") {
  const Scratch scratch;
  const auto completed = [&](const std::string& words, int at) {
    return run_command("bash -c 'source " + kRoot + "/completions/diallint.bash; COMP_WORDS=(" +
                           words + "); COMP_CWORD=" + std::to_string(at) +
                           "; _diallint; echo \"${COMPREPLY[@]}\"'",
                       scratch)
        .out;
  };
  CHECK(completed("diallint confi", 1) == "config\n");
  CHECK(completed("diallint check --fail-on w", 3) == "warning\n");
  CHECK(completed("diallint check --isol", 2) == "--isolated\n");
  CHECK(completed("diallint explain expiration-w", 2) == "expiration-window\n");
  CHECK(completed("diallint check -o exa", 3) == "examples\n");
}

TEST_CASE("an installation has the program and what belongs to it, and runs", "[cli]") {
  const Scratch scratch;
  const std::string build =
      std::filesystem::path(program_path()).parent_path().parent_path().string();
  const Outcome outcome =
      run_command("cmake --install '" + build +
                      "' --prefix \"$PWD/usr\" > /dev/null && ls usr/share/man/man1 "
                      "usr/share/bash-completion/completions usr/share/zsh/vendor-completions "
                      "usr/share/fish/vendor_completions.d && usr/bin/diallint --now none "
                      "examples/clean/batch.json",
                  scratch);
  CHECK(outcome.err.empty());
  CHECK(outcome.exit_code == 0);
  for (const char* name : {"diallint.1", "_diallint", "diallint.fish", "1 file, 3 records"})
    CHECK(outcome.out.find(name) != std::string::npos);
}

}  // namespace diallint::test
