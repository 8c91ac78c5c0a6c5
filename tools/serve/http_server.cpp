#include "serve/http_server.h"

#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <list>
#include <new>
#include <optional>

#include "base/printable.h"
#include "serve/connections.h"
#include "serve/event_random.h"
#include "shared/failure.h"

namespace diallint {
namespace {

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* what) const noexcept {
    Free(what);
  }
};
using Base = std::unique_ptr<event_base, Freed<event_base_free>>;
using Http = std::unique_ptr<evhttp, Freed<evhttp_free>>;
using Event = std::unique_ptr<event, Freed<event_free>>;
using Buffer = std::unique_ptr<evbuffer, Freed<evbuffer_free>>;

template <typename T>
T* there(T* what) {
  if (what == nullptr) throw std::bad_alloc();
  return what;
}

/// An address of either family, for bind().
struct SocketAddress {
  sockaddr_storage storage{};
  int size = 0;

  const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

std::optional<SocketAddress> socket_address(const std::string& text, std::uint16_t port) {
  SocketAddress address;
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  if (::inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
    std::memcpy(&address.storage, &v4, sizeof v4);
    address.size = sizeof v4;
  } else if (::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
    std::memcpy(&address.storage, &v6, sizeof v6);
    address.size = sizeof v6;
  } else {
    return std::nullopt;
  }
  return address;
}

std::string_view method_of(evhttp_request* request) {
  switch (evhttp_request_get_command(request)) {
    case EVHTTP_REQ_GET:
      return "GET";
    case EVHTTP_REQ_POST:
      return "POST";
    case EVHTTP_REQ_PUT:
      return "PUT";
    case EVHTTP_REQ_DELETE:
      return "DELETE";
    default:
      return "HEAD";
  }
}

std::string_view body_of(evhttp_request* request) {
  evbuffer* input = evhttp_request_get_input_buffer(request);
  const std::size_t size = evbuffer_get_length(input);
  if (size == 0) return {};
  return {reinterpret_cast<const char*>(there(evbuffer_pullup(input, -1))), size};
}

std::vector<std::pair<std::string_view, std::string_view>> headers_of(evhttp_request* request) {
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  const evkeyvalq* all = evhttp_request_get_input_headers(request);
  for (const evkeyval* one = all->tqh_first; one != nullptr; one = one->next.tqe_next)
    headers.emplace_back(one->key, one->value);
  return headers;
}

std::string_view header_of(evhttp_request* request, const char* name) {
  const char* value = evhttp_find_header(evhttp_request_get_input_headers(request), name);
  return value == nullptr ? std::string_view() : value;
}

void put_headers(evhttp_request* request, const HttpResponse& response) {
  for (const auto& [name, value] : response.headers)
    evhttp_add_header(evhttp_request_get_output_headers(request), name.c_str(), value.c_str());
}

/// Puts an answer on its way. The request belongs to libevent from here on.
void send(evhttp_request* request, const HttpResponse& response) {
  put_headers(request, response);
  evkeyvalq* headers = evhttp_request_get_output_headers(request);
  std::size_t size = response.body.size();
  if (response.ending != HttpEnding::kWhole) {
    evhttp_add_header(headers, "Content-Length", std::to_string(size).c_str());
    evhttp_add_header(headers, "Connection", "close");
    size /= 2;
  }
  evhttp_connection* connection = evhttp_request_get_connection(request);
  if (response.ending == HttpEnding::kDropped && connection != nullptr)
    ::shutdown(bufferevent_getfd(evhttp_connection_get_bufferevent(connection)), SHUT_RDWR);
  const Buffer body(there(evbuffer_new()));
  evbuffer_add(body.get(), response.body.data(), size);
  evhttp_send_reply(request, response.status, nullptr, body.get());
}

}  // namespace

struct HttpServer::Parts {
  Parts(const HttpLimits& limits, Handler handles, HttpEvents events)
      : handler(std::move(handles)),
        base(there(event_base_new())),
        streams(base.get(), noted(std::move(events))),
        connections(base.get(), limits.connections, std::chrono::seconds(limits.request_seconds)),
        http(there(evhttp_new(base.get()))) {
    use_own_event_random();
    evhttp_set_max_headers_size(http.get(), static_cast<ev_ssize_t>(limits.head_bytes));
    evhttp_set_max_body_size(http.get(), static_cast<ev_ssize_t>(limits.body_bytes));
    evhttp_set_timeout(http.get(), limits.idle_seconds);
    evhttp_set_bevcb(
        http.get(),
        [](event_base* around, void* self) {
          return static_cast<Parts*>(self)->connections.open(around);
        },
        this);
    evhttp_set_gencb(
        http.get(),
        [](evhttp_request* request, void* self) { static_cast<Parts*>(self)->handle(request); },
        this);
  }

  ~Parts() {
    // What nobody waits for any more is ours; the rest goes with its connection.
    for (const Pending& one : pending)
      if (evhttp_request_get_connection(one.request) == nullptr) evhttp_request_free(one.request);
  }

  void listen(const std::string& address, std::uint16_t wanted) {
    const auto socket = socket_address(address, wanted);
    if (!socket)
      throw FatalError{fmt::format("--host takes an IP address such as 127.0.0.1, not '{}'",
                                   printable(address))};
    constexpr int kBacklog = 128;
    evconnlistener* listener =
        evconnlistener_new_bind(base.get(), nullptr, nullptr,
                                LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE,
                                kBacklog, socket->get(), socket->size);
    if (listener == nullptr)
      throw FatalError{
          fmt::format("port {} of {} cannot be listened at: {}; --port 0 takes a free "
                      "one",
                      wanted, printable(address), std::strerror(errno))};
    connections.set_listener(listener);
    there(evhttp_bind_listener(http.get(), listener));
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    ::getsockname(evconnlistener_get_fd(listener), reinterpret_cast<sockaddr*>(&bound), &size);
    // Both families have it at the same place.
    port = ntohs(reinterpret_cast<const sockaddr_in*>(&bound)->sin_port);
  }

  void handle(evhttp_request* request) {
    try {
      answer(request);
    } catch (...) {  // libevent is C
      thrown = std::current_exception();
      event_base_loopbreak(base.get());
    }
  }

  void answer(evhttp_request* request) {
    connections.note_request(
        evhttp_connection_get_bufferevent(evhttp_request_get_connection(request)));
    const HttpRequest seen{
        .method = method_of(request),
        .target = evhttp_request_get_uri(request),
        .body = body_of(request),
        .headers = headers_of(request),
        .header = [request](const char* name) { return header_of(request, name); },
    };
    HttpResponse response = handler(seen);
    if (response.ending == HttpEnding::kEvents) return stream(request, response);
    if (response.delay_ms == 0) return send(request, response);
    Pending& later = pending.emplace_back(Pending{this, request, std::move(response), {}});
    later.self = std::prev(pending.end());
    later.timer.reset(there(event_new(
        base.get(), -1, 0,
        [](evutil_socket_t, short, void* what) {
          auto* one = static_cast<Pending*>(what);
          send(one->request, one->response);
          one->parts->pending.erase(one->self);
        },
        &later)));
    const auto delay = static_cast<std::int64_t>(later.response.delay_ms);
    const timeval wait = {delay / 1000, delay % 1000 * 1000};
    event_add(later.timer.get(), &wait);
  }

  void stream(evhttp_request* request, const HttpResponse& response) {
    if (!streams.has_room()) {
      HttpResponse full;
      full.status = HTTP_SERVUNAVAIL;
      return send(request, full);
    }
    put_headers(request, response);
    streams.open(request);
  }

  /// What is thrown while an event is made ends the server, as in handle().
  HttpEvents noted(HttpEvents events) {
    events.newest = [this, make = std::move(events.newest)]() -> std::string {
      try {
        return make();
      } catch (...) {
        thrown = std::current_exception();
        event_base_loopbreak(base.get());
        return {};
      }
    };
    return events;
  }

  /// An answer that is not to leave yet.
  struct Pending {
    Parts* parts;
    evhttp_request* request;
    HttpResponse response;
    Event timer;
    std::list<Pending>::iterator self{};
  };

  Handler handler;
  std::exception_ptr thrown;
  Base base;
  EventStreams streams;  // outlives the connections, whose ends it is told
  Connections connections;
  std::list<Pending> pending;
  Http http;
  std::uint16_t port = 0;
};

HttpServer::HttpServer(const std::string& address, std::uint16_t port, const HttpLimits& limits,
                       Handler handler, HttpEvents events)
    : parts_(std::make_unique<Parts>(limits, std::move(handler), std::move(events))) {
  parts_->listen(address, port);
}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const noexcept { return parts_->port; }

void HttpServer::run() {
  const auto end = [](evutil_socket_t, short, void* base) {
    event_base_loopbreak(static_cast<event_base*>(base));
  };
  std::array<Event, 2> signals;
  std::size_t count = 0;
  for (const int signal : {SIGINT, SIGTERM}) {
    signals[count].reset(there(evsignal_new(parts_->base.get(), signal, end, parts_->base.get())));
    if (event_add(signals[count++].get(), nullptr) != 0) throw std::bad_alloc();
  }
  event_base_dispatch(parts_->base.get());
  if (parts_->thrown) std::rethrow_exception(parts_->thrown);
}

bool is_address(const std::string& text) { return socket_address(text, 0).has_value(); }

bool is_loopback(const std::string& address) {
  in_addr v4{};
  if (::inet_pton(AF_INET, address.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24 == 127;
  return address == "::1";
}

std::string host_in_url(const std::string& address) {
  return address.find(':') == std::string::npos ? address : '[' + address + ']';
}

}  // namespace diallint
