#include "serve/connections.h"

#include <event2/buffer.h>
#include <sys/socket.h>

#include <new>

namespace diallint {
namespace {

constexpr timeval kEach = {0, 200'000};
/// Of one connection, before evhttp has looked at it.
constexpr std::size_t kMostUnread = std::size_t{256} << 10;

bool has_ended(bufferevent* connection) {
  // Whoever frees one takes its functions away first.
  bufferevent_event_cb on_event = nullptr;
  bufferevent_getcb(connection, nullptr, nullptr, &on_event, nullptr);
  return on_event == nullptr;
}

}  // namespace

Connections::Connections(event_base* base, std::size_t most, std::chrono::seconds patience)
    : most_(most), patience_(patience), timer_(event_new(base, -1, EV_PERSIST, on_time, this)) {
  if (timer_ == nullptr || event_add(timer_, &kEach) != 0) throw std::bad_alloc();
}

Connections::~Connections() {
  event_free(timer_);
  for (auto& [connection, state] : open_) bufferevent_decref(connection);
}

bufferevent* Connections::open(event_base* base) {
  bufferevent* connection = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
  if (connection == nullptr) throw std::bad_alloc();
  bufferevent_setwatermark(connection, EV_READ, 0, kMostUnread);
  bufferevent_incref(connection);
  State& state = open_[connection] = {Clock::now(), true, this};
  evbuffer_add_cb(bufferevent_get_input(connection), on_input, &state);
  if (open_.size() >= most_) evconnlistener_disable(listener_);
  return connection;
}

void Connections::note_request(bufferevent* connection) {
  const auto found = open_.find(connection);
  if (found != open_.end()) found->second.waiting = false;
}

void Connections::on_input(evbuffer* /*buffer*/, const evbuffer_cb_info* info, void* state) {
  auto& one = *static_cast<State*>(state);
  if (info->n_added == 0 || one.waiting) return;
  one.waiting = true;
  one.since = Clock::now();
}

void Connections::on_time(evutil_socket_t /*descriptor*/, short /*what*/, void* self) {
  static_cast<Connections*>(self)->look();
}

void Connections::look() {
  const auto now = Clock::now();
  for (auto one = open_.begin(); one != open_.end();) {
    auto& [connection, state] = *one;
    if (has_ended(connection)) {
      evbuffer_remove_cb(bufferevent_get_input(connection), on_input, &state);
      bufferevent_decref(connection);
      one = open_.erase(one);
      continue;
    }
    if (state.waiting && now - state.since > patience_)
      ::shutdown(bufferevent_getfd(connection), SHUT_RDWR);
    ++one;
  }
  if (open_.size() < most_) evconnlistener_enable(listener_);
}

}  // namespace diallint
