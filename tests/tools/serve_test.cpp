// The program serve: what its options may be, what a connection may cost, and how it ends.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "diallint/local_service.h"
#include "diallint/serve_options.h"
#include "shared/failure.h"
#include "shared/option_parser.h"
#include "support/build_paths.h"
#include "support/loopback.h"
#include "support/process.h"
#include "support/refusal.h"

namespace diallint::test {
namespace {

std::string refusal(const Arguments& arguments) {
  return test::refusal([&] { parse_serve(arguments); });
}

/// diallint serve as a process of its own, at a free port.
class Server {
 public:
  explicit Server(std::vector<std::string> options) {
    std::array<int, 2> out{};
    REQUIRE(::pipe(out.data()) == 0);
    std::vector<std::string> words = {
        program_path(),         "serve",      "--port", "0", "--quiet", "--now",
        "2026-11-20T12:00:00Z", "--campaign", "monday"};
    words.insert(words.end(), options.begin(), options.end());
    child_ = ::fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
      ::dup2(out[1], STDOUT_FILENO);
      std::vector<char*> arguments;
      for (std::string& word : words) arguments.push_back(word.data());
      arguments.push_back(nullptr);
      ::execv(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::close(out[1]);
    out_ = out[0];
    const std::string line = read_to('\n');
    REQUIRE(line.starts_with("listening at http://127.0.0.1:"));
    port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
  }
  ~Server() {
    if (child_ > 0) end(SIGKILL);
    ::close(out_);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Its exit code. What it has said at its end is then in said().
  int end(int signal) {
    ::kill(child_, signal);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = 0;
    said_ = read_to('\0');
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  const std::string& said() const noexcept { return said_; }

  int connect() const { return connect_to(port_); }

  /// All that comes back for these bytes, to the end of the connection.
  std::string answer(const std::string& bytes) const {
    const int socket = connect();
    send_all(socket, bytes);
    std::string all = received(socket);
    ::close(socket);
    return all;
  }

  std::string put(const std::string& target, const std::string& body,
                  const std::string& headers = "") const {
    return answer("PUT " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers +
                  "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  std::string get(const std::string& target, const std::string& headers = "") const {
    return answer("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers +
                  "\r\n");
  }

  static void send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // it has heard enough
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  static std::string received(int socket) {
    std::string all;
    std::array<char, 4096> piece{};
    for (ssize_t got = 0; (got = ::recv(socket, piece.data(), piece.size(), 0)) > 0;)
      all.append(piece.data(), static_cast<std::size_t>(got));
    return all;
  }

 private:
  std::string read_to(char end) const {
    std::string text;
    for (char c = 0; ::read(out_, &c, 1) == 1 && c != end;) text += c;
    return text;
  }

  pid_t child_ = 0;
  int out_ = -1;
  std::uint16_t port_ = 0;
  std::string said_;
};

std::string status_of(const std::string& answer) { return answer.substr(0, answer.find('\r')); }

const std::string kBatch = R"({"dialRequests":[{"clientToken":"a","phoneNumber":"+12025550147",)"
                           R"("expirationTime":"2026-11-20T12:10:00.000Z","attributes":{}}]})";
const std::string kTarget = "/campaigns/monday/dial-requests";

}  // namespace

TEST_CASE("What serve is told is what its service is", "[serve]") {
  const Options options = parse_serve({"--port=0",
                                       "--host",
                                       "localhost",
                                       "--campaign",
                                       "a",
                                       "--campaign",
                                       "b=c=Paused",
                                       "--accept-while",
                                       "Paused",
                                       "--token-scope",
                                       "account",
                                       "--now",
                                       "2026-11-20T12:00:00Z",
                                       "--verdict",
                                       "items=fail",
                                       "--verdict",
                                       "length=accept",
                                       "--trouble",
                                       "drop=3",
                                       "--fail",
                                       "InvalidInput=4",
                                       "--throttle",
                                       "5:6",
                                       "--latency",
                                       "7",
                                       "--seed",
                                       "8",
                                       "--dial-rate",
                                       "9",
                                       "--answered",
                                       "10",
                                       "--keep",
                                       "11",
                                       "--report-format",
                                       "sarif",
                                       "--report",
                                       "a.sarif",
                                       "-q"});
  const ServeCall& call = options.serve;
  CHECK(options.command == Command::kServe);
  CHECK(options.quiet);
  CHECK(call.host == "127.0.0.1");
  CHECK(call.port == 0);
  const ServiceOptions& service = call.options;
  REQUIRE(service.campaigns.size() == 2);
  CHECK((service.campaigns[0].id + service.campaigns[0].state) == "aRunning");
  CHECK((service.campaigns[1].id + service.campaigns[1].state) == "b=cPaused");
  CHECK(service.accepting_states == std::vector<std::string>{"Paused"});
  CHECK(service.tokens_of_account);
  CHECK(to_rfc3339(*service.now) == "2026-11-20T12:00:00Z");
  CHECK(service.verdicts.at("items") == ServiceVerdict::kFail);
  CHECK(service.verdicts.at("length") == ServiceVerdict::kAccept);
  CHECK(service.trouble.calls.at("drop") == 3);
  CHECK(service.trouble.requests.at("InvalidInput") == 4);
  CHECK(service.trouble.calls_per_second == 5);
  CHECK(service.trouble.burst == 6);
  CHECK(service.trouble.latency_ms == 7);
  CHECK(service.seed == 8);
  CHECK(service.dialer.calls_per_second == 9);
  CHECK(service.dialer.answered_percent == 10);
  CHECK(service.keep_settled == 11);
  REQUIRE(options.outputs.size() == 1);
  CHECK(options.outputs[0].format == "sarif");
  CHECK(parse_serve({}).serve.port == 4580);
  CHECK(parse_serve({}).outputs.empty());
  CHECK(parse_serve({"--throttle", "5"}).serve.options.trouble.burst == 1);
}

TEST_CASE("Options that say nothing are named", "[serve]") {
  struct Case {
    Arguments arguments;
    const char* said;
  };
  for (const Case& one :
       {Case{{"x"}, "serve takes options alone, not 'x'; see 'diallint serve --help'"},
        Case{{"--port", "65536"}, "--port takes a whole number up to 65535"},
        Case{{"--verdict", "items"},
             "--verdict takes RULE=VERDICT, as in --verdict expiration-window=refuse"},
        Case{{"--trouble", "=5"},
             "--trouble takes KIND=PERCENT, as in --trouble ThrottlingException=10"},
        Case{{"--fail", "InvalidInput="},
             "--fail takes CODE=PERCENT, as in --fail RequestThrottled=5"},
        Case{{"--fail", "InvalidInput=101"}, "--fail takes a whole number up to 100"},
        Case{{"--answered", "101"}, "--answered takes a whole number up to 100"},
        Case{{"--latency", "60001"}, "--latency takes a whole number up to 60000"},
        Case{{"--now", "none"}, "--now takes a date-time such as 2026-11-20T12:00:00Z, not 'none'"},
        Case{{"--report", "-"}, "a report goes into a file; name it with --report"},
        Case{{"--report-format", "json"}, "a report goes into a file; name it with --report"},
        Case{{"--report", "a", "--report", "b"},
             "--report a has no format; put --report-format before each --report"},
        Case{{"--report-format", "json", "--report", "a", "--report-format", "sarif"},
             "a report goes into a file; name it with --report"}}) {
    CAPTURE(one.arguments);
    CHECK(refusal(one.arguments) == one.said);
  }
  CHECK_THAT(refusal({"--verdict", "items=no"}),
             Catch::StartsWith("--verdict cannot be 'no'; it must be one of: "));
  CHECK_THAT(refusal({"--token-scope", "x"}), Catch::StartsWith("--token-scope cannot be 'x'; "));
  CHECK_THAT(refusal({"--throttle", "5:x"}), Catch::StartsWith("--throttle"));
}

TEST_CASE("An empty value of serve is no value", "[serve]") {
  std::size_t tried = 0;
  for (const OptionFacts& option : serve_options()) {
    if (option.kind.empty()) continue;
    for (const Arguments& way : {Arguments{option.name, ""}, Arguments{option.name + "="}}) {
      CAPTURE(way);
      CHECK(refusal(way) == option.name + " is empty; give a value, or leave it out");
      ++tried;
    }
  }
  CHECK(tried > 40);
}

TEST_CASE("Serve answers, and ends with what it has seen", "[serve]") {
  Server server({});
  const std::string answer = server.put(kTarget, kBatch);
  CHECK(status_of(answer) == "HTTP/1.1 200 OK");
  CHECK_THAT(answer, Catch::Contains("\r\nContent-Type: application/json\r\n") &&
                         Catch::Contains("\r\nx-amzn-RequestId: ") &&
                         Catch::Contains("\"successfulRequests\":[{\"clientToken\":\"a\""));
  CHECK(server.end(SIGTERM) == 0);
  CHECK(server.said() ==
        "1 call: 0 refused, 0 in trouble on purpose\n"
        "1 request accepted, 0 with a known token, 0 failed, 0 failed on purpose\n"
        "1 answered, 0 unanswered, 0 expired, 0 waiting\n");
}

TEST_CASE("Serve goes on from its file after a kill", "[serve][state]") {
  const Scratch scratch;
  const std::string file = (scratch.root() / "state").string();
  std::string first;
  {
    Server server({"--state", file});
    first = server.put(kTarget, kBatch);
    CHECK(status_of(first) == "HTTP/1.1 200 OK");
    server.end(SIGKILL);
  }
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600);
  Server server({"--state", file});
  const std::string again = server.put(kTarget, kBatch);
  CHECK(again.substr(again.find("\r\n\r\n")) == first.substr(first.find("\r\n\r\n")));
  CHECK(server.end(SIGTERM) == 0);
  CHECK_THAT(server.said(), Catch::StartsWith("2 calls: ") &&
                                Catch::Contains("1 request accepted, 1 with a known token"));
}

TEST_CASE("A file that serve cannot go on from is named, and left as it is", "[serve][state]") {
  const Scratch scratch;
  const std::string file = (scratch.root() / "state").string();
  const auto said = [&](const std::string& path) {
    const Outcome outcome =
        run_command(program_path() + " serve --port 0 --state " + path, scratch);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    return outcome.err;
  };
  const std::string text(5000, 'x');
  write_text(file, text);
  CHECK(said(file) == "diallint: " + file + ": it is no SQLite database; name another file\n");
  CHECK(file_text(file) == text);
  CHECK_THAT(said((scratch.root() / "none" / "state").string()),
             Catch::EndsWith("its folder does not exist; create it first\n"));
  write_text(file, "");
  Server server({"--state", file});
  CHECK(said(file) == "diallint: " + file +
                          ": another diallint serve has it; end that one, or name another file\n");
  CHECK(status_of(server.put(kTarget, kBatch)) == "HTTP/1.1 200 OK");
}

TEST_CASE("What the service would have refused is exit code 1", "[serve]") {
  Server server({});
  const std::string answer = server.put(kTarget, "{\"dialRequests\":[]}");
  CHECK(status_of(answer) == "HTTP/1.1 400 Bad Request");
  CHECK_THAT(answer, Catch::Contains("\r\nx-amzn-ErrorType: ValidationException\r\n"));
  CHECK(server.end(SIGINT) == 1);
  CHECK_THAT(server.said(), Catch::Contains("\nerrors found in the calls\n        1  items\n"));
}

TEST_CASE("A connection may cost so much and no more", "[serve]") {
  Server server({});
  const std::string large(9 << 20, 'x');
  CHECK(status_of(server.put(kTarget, large)) == "HTTP/1.1 413 Request Entity Too Large");
  CHECK(status_of(server.get("/", "X-Large: " + std::string(70'000, 'x') + "\r\n")) ==
        "HTTP/1.1 400 Bad Request");
  for (const std::string& bytes :
       {std::string("\r\n\r\n\r\n"), std::string("GET\r\n\r\n"),
        std::string("GET / HTTP/9.9\r\n\r\n"),
        std::string("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 11),
        std::string("PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
        std::string("PUT / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n"),
        std::string("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")}) {
    CAPTURE(bytes);
    const int socket = server.connect();
    Server::send_all(socket, bytes);
    ::shutdown(socket, SHUT_WR);
    CHECK(Server::received(socket).find(" 200 ") == std::string::npos);
    ::close(socket);
  }
  CHECK(status_of(server.answer("PUT " + kTarget +
                                " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                "Transfer-Encoding: chunked\r\n\r\n" +
                                "5\r\n{\"dia\r\n0\r\n\r\n")) == "HTTP/1.1 400 Bad Request");
  CHECK(status_of(server.put(kTarget, kBatch)) == "HTTP/1.1 200 OK");
}

TEST_CASE("Who hangs up in the middle stops nobody", "[serve]") {
  Server server({"--latency", "50"});
  for (int i = 0; i < 300; ++i) {  // more than are served at a time
    const int socket = server.connect();
    Server::send_all(socket, "PUT " + kTarget + " HTTP/1.1\r\nContent-Length: " +
                                 std::to_string(kBatch.size() + i % 2) + "\r\n\r\n" + kBatch);
    ::close(socket);
  }
  CHECK(status_of(server.put(kTarget, kBatch)) == "HTTP/1.1 200 OK");
  const int open = server.connect();
  Server::send_all(open, "GET /campaigns/monday/state HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(server.end(SIGTERM) == 0);
  ::close(open);
}

TEST_CASE("Answers are cut and dropped on request", "[serve]") {
  Server server({"--trouble", "cut=50", "--trouble", "drop=50"});
  bool cut = false;
  bool dropped = false;
  for (int i = 0; i < 40; ++i) {
    const std::string answer = server.get("/campaigns/monday/state");
    if (answer.empty()) dropped = true;
    if (answer.ends_with("\r\n\r\n{\"state\":")) cut = true;
  }
  CHECK(cut);
  CHECK(dropped);
  CHECK(server.end(SIGTERM) == 0);
}

TEST_CASE("Web pages and who lacks the token are refused", "[serve]") {
  const Scratch scratch;
  const std::string file = scratch.folder() / "token";
  write_text(file, "0123456789abcdef-secret\n");
  Server server({"--token", file});
  const auto said = [&](const std::string& headers) {
    return status_of(server.get("/campaigns/monday/state", headers));
  };
  CHECK(said("") == "HTTP/1.1 403 Forbidden");
  CHECK(said("x-diallint-token: 0123456789abcdef-secreT\r\n") == "HTTP/1.1 403 Forbidden");
  CHECK(said("x-diallint-token: 0123456789abcdef-secret\r\n") == "HTTP/1.1 200 OK");
  CHECK(
      said("Authorization: AWS4-HMAC-SHA256 Credential=0123456789abcdef-secret/20261120/us-east-1/"
           "connect-campaigns/aws4_request, SignedHeaders=host, Signature=0\r\n") ==
      "HTTP/1.1 200 OK");
  CHECK(said("Authorization: AWS4-HMAC-SHA256 Credential=0123456789abcdef\r\n") ==
        "HTTP/1.1 403 Forbidden");
  CHECK(said("x-diallint-token: 0123456789abcdef-secret\r\nOrigin: http://page.example\r\n") ==
        "HTTP/1.1 403 Forbidden");
  CHECK(server.end(SIGTERM) == 0);
}

TEST_CASE("The page is there, allows nothing but itself and tells no value", "[serve]") {
  Server server({});
  server.put(kTarget, kBatch);
  const std::string page = server.get("/");
  CHECK(status_of(page) == "HTTP/1.1 403 Forbidden");  // Host: x is no name of this machine
  const auto from = [&](const std::string& host, const std::string& target) {
    return server.answer("GET " + target + " HTTP/1.1\r\nConnection: close\r\nHost: " + host +
                         "\r\n\r\n");
  };
  for (const char* host : {"127.0.0.1:1", "127.0.0.1", "localhost:4580", "LOCALHOST", "[::1]:4580",
                           "[::1]", "192.0.2.7"})
    CHECK(status_of(from(host, "/")) == "HTTP/1.1 200 OK");
  for (const char* host : {"page.example", "page.example:4580", "localhost.page.example",
                           "127.0.0.1.page.example", "[]", ""})
    for (const char* target : {"/", "/_diallint/requests?values=true", "/_diallint/events"})
      CHECK(status_of(from(host, target)) == "HTTP/1.1 403 Forbidden");
  const std::string whole = from("127.0.0.1", "/");
  CHECK_THAT(whole, Catch::Contains("\r\nContent-Security-Policy: default-src 'none'; connect-src "
                                    "'self'; style-src 'sha256-") &&
                        Catch::Contains("frame-ancestors 'none'\r\n") &&
                        Catch::Contains("\r\nContent-Type: text/html; charset=utf-8\r\n"));
  CHECK(whole.find("http://") == whole.find("http://www.w3.org/2000/svg"));  // a namespace
  CHECK(whole.find("https://") == std::string::npos);
  const int reader = server.connect();
  Server::send_all(reader, "GET /_diallint/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  std::string event;
  for (char c = 0; event.find("\n\n") == std::string::npos && ::recv(reader, &c, 1, 0) == 1;)
    event += c;
  ::close(reader);
  CHECK_THAT(event, Catch::Contains("\r\nContent-Type: text/event-stream\r\n") &&
                        Catch::Contains("data: {\"now\":\"2026-11-20T12:00:00Z\"") &&
                        Catch::Contains("\"accepted\":1"));
  CHECK(event.find("0147") == std::string::npos);
  CHECK(server.end(SIGTERM) == 0);
}

TEST_CASE("With a token the page is there for all and its events for who knows it", "[serve]") {
  const Scratch scratch;
  const std::string file = scratch.folder() / "token";
  write_text(file, "0123456789abcdef");
  Server server({"--token", file});
  CHECK(status_of(server.get("/")) == "HTTP/1.1 200 OK");
  CHECK(status_of(server.get("/_diallint/events")) == "HTTP/1.1 403 Forbidden");
}

TEST_CASE("The page in a browser: what happens is seen as it happens", "[serve]") {
  const Scratch scratch;
  const auto quoted = [](const std::string& text) { return "'" + text + "'"; };
  const Outcome outcome =
      run_command(quoted(node_path()) + " " + quoted(source_dir() + "/tests/node/watch_page.mjs") +
                      " " + quoted(program_path()),
                  scratch);
  CHECK(outcome.err.empty());
  const std::string expected = source_dir() + "/tests/node/watch_page.expected";
  if (std::getenv("DIALLINT_UPDATE") != nullptr) write_text(expected, outcome.out);
  CHECK(outcome.out == file_text(expected));
}

TEST_CASE("Credentials are those of every profile that has keys", "[serve]") {
  const Scratch scratch;
  const std::string file = scratch.folder() / "credentials";
  const auto credentials = [&](const std::string& text) {
    // Each file is read once in a run.
    static int count = 0;
    const std::string name = file + std::to_string(++count);
    write_text(name, text);
    REQUIRE(::chmod(name.c_str(), S_IRUSR | S_IWUSR) == 0);
    return parse_serve({"--credentials", name}).serve.options.credentials;
  };
  const auto found = credentials(
      "# comment\r\n; another\n\n[default]\r\naws_access_key_id = AKIDEXAMPLE\r\n"
      "aws_secret_access_key=a/b+c=\nregion = eu-central-1\n[profile sso]\nsso_session = x\n"
      "[ temporary ]\n AWS_ACCESS_KEY_ID = ASIAEXAMPLE\naws_secret_access_key = d\n"
      "aws_session_token = e==\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0].access_key_id == "AKIDEXAMPLE");
  CHECK(found[0].secret_access_key == "a/b+c=");
  CHECK(found[0].session_token.empty());
  CHECK(found[1].access_key_id == "ASIAEXAMPLE");
  CHECK(found[1].session_token == "e==");
  const auto fault = [&](const std::string& text) {
    const std::string said = test::refusal([&] { credentials(text); });
    CHECK(said.find("SECRET") == std::string::npos);
    return said.substr(said.find(": ", said.find(file)) + 2);
  };
  const std::string key = "aws_access_key_id = SECRET\n";
  const std::string secret = "aws_secret_access_key = SECRET\n";
  CHECK(fault("") == "no profile in it has aws_access_key_id and aws_secret_access_key");
  CHECK(fault("[a]\nregion = x\n") ==
        "no profile in it has aws_access_key_id and aws_secret_access_key");
  CHECK(fault("\n[a\n") == "line 2: the bracket of the profile's name is not closed");
  CHECK(fault("[a]\nSECRET\n") == "line 2: neither [PROFILE] nor NAME = VALUE");
  CHECK(fault("{\"a\": \"SECRET\"}") == "line 1: neither [PROFILE] nor NAME = VALUE");
  CHECK(fault(key) == "line 1: a value stands before the first [PROFILE]");
  CHECK(fault("[a]\n" + key + key) == "line 3: the profile has this twice");
  CHECK(fault("[a]\naws_access_key_id =\n") == "line 2: the value is empty");
  CHECK(fault("[a\x1b]\n" + key) == "profile a\\x1B has no aws_secret_access_key");
  CHECK(fault("[a]\n" + secret) == "profile a has no aws_access_key_id");
  CHECK(fault("[a]\n" + key + secret + "[b]\n" + key + secret) ==
        "profile b has the access key id of another profile");
}

TEST_CASE("Credentials that others can read are none", "[serve]") {
  const Scratch scratch;
  const std::string file = scratch.folder() / "credentials";
  write_text(file, "[a]\naws_access_key_id = b\naws_secret_access_key = c\n");
  for (const mode_t mode : {0640U, 0604U, 0644U, 0660U, 0755U}) {
    REQUIRE(::chmod(file.c_str(), mode) == 0);
    CHECK_THAT(refusal({"--credentials", file}),
               Catch::EndsWith("credentials is open to other users of this machine (mode " +
                               fmt::format("{:o}", mode) + "); run chmod 600 on it"));
  }
  CHECK_THAT(refusal({"--credentials", scratch.folder() / "none"}),
             Catch::StartsWith("--credentials: "));
}

TEST_CASE("Calls are signed where there are credentials, and the token is for the rest",
          "[serve]") {
  const Scratch scratch;
  const std::string file = scratch.folder() / "credentials";
  const std::string token = scratch.folder() / "token";
  write_text(file, "[a]\naws_access_key_id = 0123456789abcdef\naws_secret_access_key = c\n");
  REQUIRE(::chmod(file.c_str(), S_IRUSR) == 0);
  write_text(token, "0123456789abcdef");
  Server server({"--credentials", file, "--token", token});
  const std::string unsigned_call = server.get("/campaigns/monday/state");
  CHECK(status_of(unsigned_call) == "HTTP/1.1 403 Forbidden");
  CHECK_THAT(unsigned_call,
             Catch::Contains("\r\nx-amzn-ErrorType: MissingAuthenticationTokenException\r\n"));
  CHECK_THAT(
      server.get("/campaigns/monday/state",
                 "x-diallint-token: 0123456789abcdef\r\nX-Amz-Date: 20261120T120000Z\r\n"
                 "Authorization: AWS4-HMAC-SHA256 Credential=0123456789abcdef/20261120/us-east-1/"
                 "connect-campaigns/aws4_request, SignedHeaders=host;x-amz-date, Signature=0\r\n"),
      Catch::Contains("\r\nx-amzn-ErrorType: InvalidSignatureException\r\n"));
  CHECK(status_of(server.get("/_diallint/")) == "HTTP/1.1 403 Forbidden");
  CHECK(status_of(server.get("/_diallint/", "x-diallint-token: 0123456789abcdef\r\n")) ==
        "HTTP/1.1 200 OK");
  CHECK(server.end(SIGTERM) == 1);
}

TEST_CASE("Reports say what was found in the calls", "[serve]") {
  const Scratch scratch;
  const std::string file = scratch.folder() / "calls.json";
  Server server({"--report-format", "json", "--report", file});
  server.put(kTarget, kBatch);
  server.put(kTarget, "{\"dialRequests\":[]}");
  server.put("/campaigns", "{}");
  server.put("/contact/task", "{");
  CHECK_FALSE(std::filesystem::exists(file));
  CHECK(server.end(SIGTERM) == 1);
  const auto report = nlohmann::json::parse(file_text(file));
  std::string found;
  for (const auto& finding : report["findings"])
    if (finding["severity"] == "error")
      found += finding["file"].get<std::string>() + " " + finding["rule"].get<std::string>() + "\n";
  CHECK(found == "call-2.json items\ncall-4.json json-syntax\n");
  CHECK(report["now"] == "2026-11-20T12:00:00Z");
}

TEST_CASE("Where nobody can listen, it says so", "[serve]") {
  const Scratch scratch;
  const auto outcome = [&](const std::string& options) {
    const Outcome done = run_command("diallint serve --port 0 " + options, scratch);
    CHECK(done.exit_code == 2);
    return done.err;
  };
  CHECK(
      outcome("--host 0.0.0.0") ==
      "diallint: --host 0.0.0.0 lets other machines call; name a file with a secret for them with "
      "--token\n");
  CHECK(outcome("--host ::2") ==
        "diallint: --host ::2 lets other machines call; name a file with a secret for them with "
        "--token\n");
  write_text(scratch.folder() / "token", "0123456789abcdef");
  CHECK(outcome("--host here --token token") ==
        "diallint: --host takes an IP address such as 127.0.0.1, not 'here'\n");
  CHECK_THAT(outcome("--host 192.0.2.1 --token token"),
             Catch::StartsWith("diallint: port 0 of 192.0.2.1 cannot be listened at: "));
  CHECK(outcome("--campaign a=On") ==
        "diallint: there is no state 'On' of a campaign; it is Initialized, Running, Paused, "
        "Stopped, Failed or Completed\n");
  CHECK_THAT(outcome("--schema none.json"), Catch::Contains("none.json"));
}

TEST_CASE("The table of verdicts stands in the document", "[serve]") {
  const std::string document = file_text(std::filesystem::path(source_dir()) / "docs/serve.md");
  std::size_t at = document.find("| rule | answer | stated by | because |");
  for (const VerdictInfo& line : service_verdicts()) {
    const std::string source = line.source.empty() ? ""
                               : line.source.find("boto3") != std::string_view::npos
                                   ? "[boto3][token] "
                                   : "[PutDialRequestBatch][batch] ";
    const std::string row = "| `" + std::string(line.rule) + "` | " +
                            std::string(to_string(line.verdict)) + " | " + source + "| " +
                            std::string(line.reason) + " |\n";
    CAPTURE(row);
    at = document.find(row, at);
    REQUIRE(at != std::string::npos);
    if (!line.source.empty())
      CHECK(document.find(": " + std::string(line.source) + "\n") != std::string::npos);
  }
}

}  // namespace diallint::test
