// Readers of server-sent events: each gets the newest event, as fast as it reads and no faster.
// https://html.spec.whatwg.org/multipage/server-sent-events.html
#pragma once
#include <event2/event.h>
#include <event2/http.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <string>

namespace diallint {

/// What readers are told, and what they may cost.
struct HttpEvents {
  /// The newest event, which says all that there is to say: who misses one misses nothing.
  std::function<std::string()> newest = {};
  std::size_t readers = 16;   ///< at a time; more are refused
  int every_ms = 500;         ///< looked for a newer one
  int patience_seconds = 10;  ///< with who does not read
};

/// At most one event is on its way to a reader; while it is, nothing more is made for that one. Who
/// does not take it in time is cut off.
class EventStreams {
 public:
  EventStreams(event_base* base, HttpEvents events);
  ~EventStreams();
  EventStreams(const EventStreams&) = delete;
  EventStreams& operator=(const EventStreams&) = delete;

  bool has_room() const noexcept { return open_.size() < events_.readers; }
  /// Begins the answer, whose headers are set. The request belongs to libevent from here on.
  void open(evhttp_request* request);

 private:
  using Clock = std::chrono::steady_clock;
  struct Stream {
    EventStreams* all = nullptr;
    evhttp_request* request = nullptr;
    std::uint64_t number = 0;  ///< of the event that it was sent last
    Clock::time_point sent = {};
    std::list<Stream>::iterator self = {};
  };

  static void on_time(evutil_socket_t descriptor, short what, void* self);
  static void on_close(evhttp_connection* connection, void* stream);
  void look();
  void send(Stream& stream);

  HttpEvents events_;
  event* timer_;
  std::list<Stream> open_;
  std::string newest_;
  std::uint64_t number_ = 0;
};

}  // namespace diallint
