// HTTP/1.1 for one handler, on libevent: one thread, with limits for whoever connects. It knows
// nothing of what it serves.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "serve/event_streams.h"

namespace diallint {

/// What a connection may cost.
struct HttpLimits {
  std::size_t head_bytes = std::size_t{64} << 10;
  std::size_t body_bytes = std::size_t{8} << 20;
  std::size_t connections = 256;  ///< at a time; more wait until one ends
  int request_seconds = 10;       ///< from a request's first byte to its last
  int idle_seconds = 60;          ///< between two bytes, and between two requests
};

/// A request that has come whole. Valid while it is handled.
struct HttpRequest {
  std::string_view method;
  std::string_view target;  ///< as it was sent
  std::string_view body;
  std::vector<std::pair<std::string_view, std::string_view>> headers;  ///< in their order
  /// Of a header, whatever the case of its name; empty where there is none.
  std::function<std::string_view(const char* name)> header;
};

/// How an answer leaves.
enum class HttpEnding : std::uint8_t {
  kWhole,
  kCut,      ///< half of the body, then the end of the connection
  kDropped,  ///< nothing, then the end of the connection
  kEvents,   ///< never: the newest event again and again, and no body of its own
};

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  HttpEnding ending = HttpEnding::kWhole;
  std::uint64_t delay_ms = 0;
};

class HttpServer {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  /// Listens; port 0 takes a free one. `address` is an IPv4 or IPv6 address. `events` are for
  /// answers that are kEvents. Throws FatalError.
  HttpServer(const std::string& address, std::uint16_t port, const HttpLimits& limits,
             Handler handler, HttpEvents events = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const noexcept;
  /// Serves until SIGINT or SIGTERM, or until the handler throws: then throws the same. SIGPIPE is
  /// to be ignored: others may end a connection at any moment.
  void run();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Whether a text is an IPv4 or IPv6 address.
bool is_address(const std::string& text);

/// Whether an address, as it is written, is of this machine alone.
bool is_loopback(const std::string& address);

/// "127.0.0.1", "[::1]": as it stands in a URL.
std::string host_in_url(const std::string& address);

}  // namespace diallint
