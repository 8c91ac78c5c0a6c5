// Records in two files: each in one of them, as it stood, in its order.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "base/random.h"
#include "support/process.h"
#include "support/rounds.h"

namespace diallint::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNow = "--now 2026-11-20T12:00:00Z --ignore phone-fictional -q ";

std::string request(const std::string& token, std::string_view phone = "+12025550101") {
  return "{\"clientToken\":\"" + token + "\",\"phoneNumber\":\"" + std::string(phone) +
         "\",\"expirationTime\":\"2026-11-20T12:08:30.000Z\",\"attributes\":{}}";
}

struct Split {
  std::string valid;
  std::string invalid;
  Outcome outcome;
};

Split split(const Scratch& scratch, const std::string& name, const std::string& text,
            const std::string& options = "") {
  write_text(scratch.folder() / name, text);
  fs::remove(scratch.folder() / "valid");
  fs::remove(scratch.folder() / "invalid");
  Split done;
  done.outcome = run_command("diallint " + std::string(kNow) + options + " " + name +
                                 " --valid-output valid --invalid-output invalid > report",
                             scratch);
  if (fs::exists(scratch.folder() / "valid")) done.valid = file_text(scratch.folder() / "valid");
  if (fs::exists(scratch.folder() / "invalid"))
    done.invalid = file_text(scratch.folder() / "invalid");
  return done;
}

}  // namespace

TEST_CASE("Lines of NDJSON stay as they are", "[record_split]") {
  const Scratch scratch;
  const std::string good = request("a") + "\r\n";
  const std::string spaced = "  " + request("b") + " \n";
  const std::string wrong = request("c", "12025550101") + "\n";
  const std::string repeated = request("a") + "\n";
  const std::string broken = "{\"clientToken\":\"d\"\n";
  const std::string scalar = "7\n";
  const std::string last = request("e");
  const Split done =
      split(scratch, "in.ndjson", good + wrong + "\n" + spaced + repeated + broken + scalar + last);
  CHECK(done.outcome.exit_code == 1);
  CHECK(done.outcome.err.empty());
  CHECK(done.valid == good + spaced + last);
  CHECK(done.invalid == wrong + repeated + broken + scalar);
}

TEST_CASE("Rows of CSV stay rows, with their rules where they are invalid", "[record_split]") {
  const Scratch scratch;
  const std::string header =
      "\xEF\xBB\xBF"
      "clientToken;phoneNumber;expirationTime;attributes.a\r\n";
  const auto row = [](const std::string& token, const std::string& rest) {
    return token + ";" + rest;
  };
  const std::string time = "2026-11-20T12:08:30.000Z";
  const std::string good = row("a", "+12025550101;" + time + ";\"x;y\"\r\n");
  const std::string tall = row("t", "+12025550101;" + time + ";\"x\r\ny\"");
  const std::string wrong = row("b c", "12025550101;" + time + ";");
  const std::string repeated = row("a", "+12025550101;" + time + ";");
  const std::string short_row = "d;+12025550101\r\n";
  const std::string last = row("e", "+12025550101;" + time + ";z");
  const Split done = split(scratch, "in.csv",
                           header + good + tall + "\r\n" + wrong + "\r\n;;;\r\n" +
                               header.substr(3) + repeated + "\r\n" + short_row + last);
  CHECK(done.outcome.exit_code == 1);
  CHECK(done.valid == header + good + last);
  CHECK(done.invalid == header.substr(0, header.size() - 2) + ";diallint_rules\r\n" + tall +
                            ";pattern\r\n" + wrong + ";pattern phone-e164\r\n" + repeated +
                            ";token-unique\r\n" + short_row);
}

TEST_CASE("A fault of the header makes every row invalid", "[record_split]") {
  const Scratch scratch;
  const Split done = split(scratch, "in.csv", "phoneNumber,clientToken\n+12025550101,a\n");
  CHECK(done.valid == "phoneNumber,clientToken\n");
  CHECK(done.invalid.starts_with("phoneNumber,clientToken,diallint_rules\n+12025550101,a,"));
  CHECK(done.invalid.ends_with("\n"));
}

TEST_CASE("Records of documents and batches become lines", "[record_split]") {
  const Scratch scratch;
  const std::string good = request("a");
  const std::string wrong = request("b", "12025550101");
  std::string tall = good;
  tall.insert(1, "\n  ");
  std::string flat = good;
  flat.insert(1, "   ");
  const std::string batch = "{\"id\":\"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9\",\"dialRequests\":[";
  for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{
           {"in.json", "[" + good + ",\n" + wrong + "]"},
           {"in.json", batch + good + ",\n" + wrong + "]}"},
           {"in.ndjson", batch + good + "," + wrong + "]}\n"},
           {"in.ndjson", "[" + good + "," + wrong + "]\n"},
           {"in.ndjson", good + " " + wrong + "\n"}}) {
    CAPTURE(text);
    const Split done = split(scratch, name, text);
    CHECK(done.valid == good + "\n");
    CHECK(done.invalid == wrong + "\n");
  }
  const Split done = split(scratch, "in.json", "[" + tall + "]");
  CHECK(done.outcome.exit_code == 0);
  CHECK(done.valid == flat + "\n");
  CHECK(done.invalid.empty());
  CHECK(split(scratch, "in.ndjson", "[7," + good + "]\n").invalid == "7\n");
  // One request, and one of a shape that there is not.
  CHECK(split(scratch, "in.json", tall).valid == flat + "\n");
  CHECK(split(scratch, "in.json", "{\"hello\":\n1}").invalid == "{\"hello\": 1}\n");
  // What makes the whole batch invalid makes all of its records so.
  const Split whole = split(scratch, "in.json", "{\"id\":5,\"dialRequests\":[" + good + "]}");
  CHECK(whole.valid.empty());
  CHECK(whole.invalid == good + "\n");
  // A request that is broken goes to the others, as it stands.
  const Split broken =
      split(scratch, "in.json", "[" + good + ",{\"clientToken\":\n}," + wrong + "]");
  CHECK(broken.valid == good + "\n");
  CHECK(broken.invalid == "{\"clientToken\":\n}\n" + wrong + "\n");
}

TEST_CASE("Requests in envelopes are split as requests", "[record_split]") {
  const Scratch scratch;
  std::string body = request("a");
  for (std::size_t at = 0; (at = body.find('"', at)) != std::string::npos; at += 2)
    body.insert(at, "\\");
  const auto message = [](const std::string& text) {
    return "{\"MessageId\":\"1\",\"Body\":\"" + text + "\"}";
  };
  const std::string line = "{\"Messages\":[" + message(body) + "," + message(body) + "]}\n";
  const Split done = split(scratch, "in.ndjson", line);
  CHECK(done.valid == request("a") + "\n");
  CHECK(done.invalid == request("a") + "\n");
  // One of several messages that is broken cannot be told from the others.
  const Split broken =
      split(scratch, "in.ndjson", "{\"Messages\":[" + message("{") + "," + message(body) + "]}\n");
  CHECK(broken.outcome.exit_code == 2);
}

TEST_CASE("All records of a large input are accounted for, in their order", "[record_split]") {
  const Scratch scratch;
  Random random(7);
  std::string text;
  std::string valid;
  std::string invalid;
  const int count = 200 * rounds(1000);
  for (int i = 0; i < count; ++i) {
    const bool is_valid = random.below(3) > 0;
    std::string line = request("t" + std::to_string(i), is_valid ? "+12025550101" : "x") + "\n";
    if (random.below(20) == 0) line.resize(random.below(line.size() - 1)), line += "\n";
    const bool broken = !line.ends_with("}}\n");
    if (line == "\n") continue;
    text += line;
    (is_valid && !broken ? valid : invalid) += line;
  }
  for (const std::string jobs : {"1", "4"}) {
    CAPTURE(jobs);
    const Split done = split(scratch, "in.ndjson", text, "--ignore token-unique --jobs " + jobs);
    CHECK(done.valid == valid);
    CHECK(done.invalid == invalid);
  }
}

TEST_CASE("Rows that are checked side by side keep their order", "[record_split]") {
  const Scratch scratch;
  Random random(8);
  const std::string header = "clientToken,phoneNumber,expirationTime,attributes.a\n";
  std::string text = header;
  std::string valid = header;
  std::string invalid = "clientToken,phoneNumber,expirationTime,attributes.a,diallint_rules\n";
  const int count = 200 * rounds(1000);
  for (int i = 0; i < count; ++i) {
    const bool is_valid = random.below(3) > 0;
    // Each tenth has the token of one long before.
    const bool is_new = i < 1000 || random.below(10) > 0;
    const std::string row = "t" + std::to_string(is_new ? i : 0) + "," +
                            (is_valid ? "+12025550101" : "x") + ",2026-11-20T12:08:30.000Z,\"a" +
                            std::string(random.below(50), 'b') + "\"";
    text += row + "\n";
    if (is_valid && is_new) valid += row + "\n";
    const std::string rules = is_valid ? ",token-unique"
                              : is_new ? ",pattern"
                                       : ",pattern token-unique";
    if (!is_valid || !is_new) invalid += row + rules + "\n";
  }
  for (const std::string jobs : {"1", "4"}) {
    CAPTURE(jobs);
    const Split done = split(scratch, "in.csv", text, "--jobs " + jobs);
    CHECK(done.valid == valid);
    CHECK(done.invalid == invalid);
  }
}

TEST_CASE("What cannot be split leaves nothing", "[record_split]") {
  const Scratch scratch;
  const auto told = [&](const std::string& name, const std::string& text) {
    const Split done = split(scratch, name, text);
    CHECK(done.outcome.exit_code == 2);
    CHECK_FALSE(fs::exists(scratch.folder() / "valid"));
    CHECK_FALSE(fs::exists(scratch.folder() / "invalid"));
    return done.outcome.err;
  };
  CHECK(told("in.ndjson", request("a") + "\n{\"a\":\"" + std::string(9 << 20, 'x') + "\"}\n") ==
        "diallint: in.ndjson: record 2 cannot be split from the others, as its text is not read "
        "as a whole; mend it first; nothing was written\n");
  CHECK(told("in.csv", "a,b\n1,2\n").find("could not be told apart") != std::string::npos);
  CHECK(told("in.json", "\xFF\xFE").find("could not be told apart") != std::string::npos);
  // A batch that is read request by request, and is found to be none at its end.
  std::string batch = "{\"id\":\"c\",\"dialRequests\":[" + request("a");
  for (int i = 0; i < 40'000; ++i) batch += "," + request("t" + std::to_string(i));
  CHECK(told("in.json", batch + "]}").find("at fault as a whole") != std::string::npos);
}

TEST_CASE("The files of a split are no input and no stream", "[record_split]") {
  const Scratch scratch;
  write_text(scratch.folder() / "in.ndjson", request("a") + "\n");
  const auto told = [&](const std::string& arguments) {
    const Outcome outcome = run_command("diallint " + arguments, scratch);
    CHECK(outcome.exit_code == 2);
    return outcome.err;
  };
  CHECK(told("in.ndjson --valid-output in.ndjson").find("in.ndjson") != std::string::npos);
  CHECK(told("in.ndjson --valid-output a --invalid-output a").find("a") != std::string::npos);
  CHECK(told("in.ndjson --valid-output -") ==
        "diallint: --valid-output and --invalid-output take files, not -\n");
  CHECK(told("in.ndjson in.ndjson examples --valid-output a").find("split files one by one") !=
        std::string::npos);
  CHECK(told("in.ndjson --response in.ndjson --valid-output a").find("exclude each other") !=
        std::string::npos);
  CHECK(told("nothing.ndjson --valid-output a").find("one input that can be read") !=
        std::string::npos);
  CHECK_FALSE(fs::exists(scratch.folder() / "a"));
  CHECK(file_text(scratch.folder() / "in.ndjson") == request("a") + "\n");
  // One of the two is enough.
  CHECK(run_command("diallint " + std::string(kNow) + "in.ndjson --invalid-output a", scratch)
            .exit_code == 0);
  CHECK(file_text(scratch.folder() / "a").empty());
}

}  // namespace diallint::test
