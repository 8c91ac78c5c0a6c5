// The open connections of a server, and the end of those that take too long.
#pragma once
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include <chrono>
#include <cstddef>
#include <map>

namespace diallint {

/// libevent tells nobody when a server's connection ends. So this holds each of them, looks again
/// and again which have ended, and shuts those down whose request is not whole in time. While there
/// are as many as there may be, nobody is let in.
class Connections {
 public:
  Connections(event_base* base, std::size_t most, std::chrono::seconds patience);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  /// For whom nobody is let in. It outlives the watch.
  void set_listener(evconnlistener* listener) noexcept { listener_ = listener; }
  /// A new one, which evhttp is given.
  bufferevent* open(event_base* base);
  /// Its request has come whole.
  void note_request(bufferevent* connection);

 private:
  using Clock = std::chrono::steady_clock;
  struct State {
    Clock::time_point since;  ///< the first byte of the request, or the connection itself
    bool waiting = true;      ///< for the end of a request that has begun, or the first to begin
    Connections* all = nullptr;
  };

  static void on_input(evbuffer* buffer, const evbuffer_cb_info* info, void* state);
  static void on_time(evutil_socket_t descriptor, short what, void* self);
  void look();

  std::size_t most_;
  std::chrono::seconds patience_;
  evconnlistener* listener_ = nullptr;
  event* timer_;
  std::map<bufferevent*, State> open_;
};

}  // namespace diallint
