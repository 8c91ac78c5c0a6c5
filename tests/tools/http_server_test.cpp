// The HTTP server by itself, with limits small enough to be reached: each in a process of its own.
#include "serve/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <string>

#include "shared/failure.h"
#include "support/loopback.h"

namespace diallint::test {
namespace {

HttpResponse echo(const HttpRequest& request) {
  if (request.target == "/throw") throw FatalError{"thrown"};
  HttpResponse response;
  response.body = std::string(request.method) + " " + std::string(request.target) + " " +
                  std::string(request.header("X-Name")) + " " + std::string(request.body);
  if (request.target == "/later") response.delay_ms = 60'000;
  if (request.target == "/events") response.ending = HttpEnding::kEvents;
  return response;
}

/// Events of this many bytes, each with its number in front.
HttpEvents counting(std::size_t size, std::size_t readers = 16) {
  HttpEvents events;
  events.newest = [size, number = 0]() mutable {
    std::string text = "event " + std::to_string(++number) + " ";
    return text.append(size - text.size() - 1, 'x') += '\n';
  };
  events.readers = readers;
  events.every_ms = 5;
  events.patience_seconds = 1;
  return events;
}

/// A server in a child of this process.
class Child {
 public:
  explicit Child(const HttpLimits& limits, const HttpEvents& events = {}) {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    child_ = ::fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
      ::signal(SIGPIPE, SIG_IGN);  // as the program does
      int code = 0;
      try {
        HttpServer server("127.0.0.1", 0, limits, echo, events);
        const std::uint16_t port = server.port();
        code = ::write(pipe[1], &port, sizeof port) == sizeof port ? 0 : 9;
        server.run();
      } catch (const FatalError&) {
        code = 7;
      }
      ::_exit(code);
    }
    ::close(pipe[1]);
    REQUIRE(::read(pipe[0], &port_, sizeof port_) == sizeof port_);
    ::close(pipe[0]);
  }
  ~Child() {
    if (child_ > 0) ended(SIGKILL);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int ended(int signal = 0) {
    if (signal != 0) ::kill(child_, signal);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  int connect() const { return connect_to(port_); }

 private:
  pid_t child_ = 0;
  std::uint16_t port_ = 0;
};

bool send_text(int socket, std::string_view text) {
  return ::send(socket, text.data(), text.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(text.size());
}

/// One answer, as far as its body says how long it is; empty where there is none.
std::string one_answer(int socket) {
  std::string all;
  char c = 0;
  while (all.find("\r\n\r\n") == std::string::npos && ::recv(socket, &c, 1, 0) == 1) all += c;
  const std::size_t at = all.find("Content-Length: ");
  if (at == std::string::npos) return all;
  std::string body(std::stoul(all.substr(at + 16)), '\0');
  ::recv(socket, body.data(), body.size(), MSG_WAITALL);
  return body;
}

bool ends(int socket) {
  char c = 0;
  while (::recv(socket, &c, 1, 0) == 1) {
  }
  ::close(socket);
  return true;
}

}  // namespace

TEST_CASE("A connection carries one request after the other", "[http]") {
  Child server({});
  const int socket = server.connect();
  CHECK(send_text(socket, "GET /a?b HTTP/1.1\r\nHost: x\r\nx-NAME: c\r\n\r\n"));
  CHECK(one_answer(socket) == "GET /a?b c ");
  for (const char* method : {"PUT", "POST", "DELETE"}) {
    CHECK(send_text(
        socket, std::string(method) + " / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nxyz"));
    CHECK(one_answer(socket) == std::string(method) + " /  xyz");
  }
  // Two at once are answered one after the other.
  CHECK(send_text(socket, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK(one_answer(socket) == "GET /1  ");
  CHECK(one_answer(socket) == "GET /2  ");
  ::close(socket);
  CHECK(server.ended(SIGINT) == 0);
}

TEST_CASE("Who sends a request too slowly is cut off, wherever it is", "[http]") {
  Child server({.request_seconds = 1});
  const int silent = server.connect();
  const int in_head = server.connect();
  CHECK(send_text(in_head, "PUT / HT"));
  const int in_body = server.connect();
  CHECK(send_text(in_body, "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"));
  const int second = server.connect();
  CHECK(send_text(second, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK(one_answer(second) == "GET /1  ");
  CHECK(send_text(second, "GET /2 HT"));
  const int answered = server.connect();
  CHECK(send_text(answered, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK(one_answer(answered) == "GET /1  ");
  for (const int socket : {silent, in_head, in_body, second}) CHECK(ends(socket));
  // A connection that waits for nothing to end is not too slow.
  CHECK(send_text(answered, "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK(one_answer(answered) == "GET /3  ");
  ::close(answered);
}

TEST_CASE("More connections than there may be wait for their turn", "[http]") {
  Child server({.connections = 2});
  const int first = server.connect();
  CHECK(send_text(first, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK(one_answer(first) == "GET /1  ");
  const int second = server.connect();
  CHECK(send_text(second, "GET /2 HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK(one_answer(second) == "GET /2  ");
  const int third = server.connect();
  CHECK(send_text(third, "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n"));
  char c = 0;
  CHECK(::recv(third, &c, 1, MSG_DONTWAIT) == -1);
  ::close(first);
  CHECK(one_answer(third) == "GET /3  ");
  ::close(second);
  ::close(third);
}

TEST_CASE("What is to come later goes with the server, or with its connection", "[http]") {
  Child server({});
  const int gone = server.connect();
  CHECK(send_text(gone, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n"));
  ::close(gone);
  const int waiting = server.connect();
  CHECK(send_text(waiting, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n"));
  const int other = server.connect();
  CHECK(send_text(other, "GET /now HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK(one_answer(other) == "GET /now  ");
  CHECK(server.ended(SIGTERM) == 0);
  CHECK(ends(waiting));
  ::close(other);
}

TEST_CASE("What the handler throws ends the server", "[http]") {
  Child server({});
  const int socket = server.connect();
  CHECK(send_text(socket, "GET /throw HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK(server.ended() == 7);
  ::close(socket);
}

TEST_CASE("Readers of events get the newest again and again", "[http]") {
  Child server({.idle_seconds = 1}, counting(1000));
  const int socket = server.connect();
  CHECK(send_text(socket, "GET /events HTTP/1.1\r\nHost: x\r\n\r\n"));
  std::string all;
  std::array<char, 4096> piece{};
  // More seconds than a connection may be silent at its own end.
  while (all.find("event 300 ") == std::string::npos) {
    const ssize_t got = ::recv(socket, piece.data(), piece.size(), 0);
    REQUIRE(got > 0);
    all.append(piece.data(), static_cast<std::size_t>(got));
  }
  CHECK(all.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(all.find("\r\nTransfer-Encoding: chunked\r\n") != std::string::npos);
  CHECK(all.find("event 1 ") < all.find("event 2 "));
  ::close(socket);
  // Its place is free again, once the end of its connection has come.
  const int other = server.connect();
  CHECK(send_text(other, "GET /now HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK(one_answer(other) == "GET /now  ");
  CHECK(server.ended(SIGTERM) == 0);
  ::close(other);
}

TEST_CASE("Who does not read events is cut off, and keeps nobody waiting", "[http]") {
  // Whatever is still on its way when a newer one is looked for has taken too long.
  HttpEvents events = counting(std::size_t{1} << 20, 2);
  events.patience_seconds = 0;
  Child server({}, events);
  const std::array silent = {server.connect(), server.connect()};
  for (const int socket : silent)
    CHECK(send_text(socket, "GET /events HTTP/1.1\r\nHost: x\r\n\r\n"));
  const int other = server.connect();
  for (int i = 0; i < 200; ++i) {
    CHECK(send_text(other, "GET /now HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(one_answer(other) == "GET /now  ");
  }
  // Their places are taken until what was on its way has come, and then the end.
  for (const int socket : silent) CHECK(ends(socket));
  CHECK(server.ended(SIGTERM) == 0);
  ::close(other);
}

TEST_CASE("No more read events than may", "[http]") {
  Child server({}, counting(1000, 1));
  const int reader = server.connect();
  CHECK(send_text(reader, "GET /events HTTP/1.1\r\nHost: x\r\n\r\n"));
  char c = 0;
  CHECK(::recv(reader, &c, 1, 0) == 1);
  const int other = server.connect();
  CHECK(send_text(other, "GET /events HTTP/1.1\r\nHost: x\r\n\r\n"));
  std::string status(12, '\0');
  CHECK(::recv(other, status.data(), status.size(), MSG_WAITALL) == 12);
  CHECK(status == "HTTP/1.1 503");
  CHECK(server.ended(SIGTERM) == 0);
  for (const int socket : {reader, other}) ::close(socket);
}

TEST_CASE("What throws while an event is made ends the server", "[http]") {
  HttpEvents events;
  events.newest = []() -> std::string { throw FatalError{"thrown"}; };
  Child server({}, events);
  const int socket = server.connect();
  CHECK(send_text(socket, "GET /events HTTP/1.1\r\nHost: x\r\n\r\n"));
  CHECK(server.ended() == 7);
  ::close(socket);
}

TEST_CASE("Addresses of this machine alone", "[http]") {
  for (const char* own : {"127.0.0.1", "127.1.2.3", "::1"}) CHECK(is_loopback(own));
  for (const char* other : {"0.0.0.0", "128.0.0.1", "::", "::2", "localhost", "", "127.1"})
    CHECK_FALSE(is_loopback(other));
  CHECK(host_in_url("127.0.0.1") == "127.0.0.1");
  CHECK(host_in_url("::1") == "[::1]");
  CHECK_THROWS_AS(HttpServer("::g", 0, {}, echo), FatalError);
  const HttpServer six("::1", 0, {}, echo);
  CHECK(six.port() > 0);
  CHECK_THROWS_AS(HttpServer("::1", six.port(), {}, echo), FatalError);
}

}  // namespace diallint::test
