#include "serve/event_streams.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <sys/socket.h>

#include <new>
#include <utility>

namespace diallint {
namespace {

/// What the kernel holds for one reader, beside the event that is on its way.
constexpr int kSendBuffer = 64 << 10;

bufferevent* connection_of(evhttp_request* request) {
  return evhttp_connection_get_bufferevent(evhttp_request_get_connection(request));
}

}  // namespace

EventStreams::EventStreams(event_base* base, HttpEvents events)
    : events_(std::move(events)), timer_(event_new(base, -1, EV_PERSIST, on_time, this)) {
  const timeval each = {events_.every_ms / 1000, events_.every_ms % 1000 * 1000};
  if (timer_ == nullptr || event_add(timer_, &each) != 0) throw std::bad_alloc();
}

EventStreams::~EventStreams() { event_free(timer_); }

void EventStreams::open(evhttp_request* request) {
  Stream& stream = open_.emplace_back(Stream{this, request});
  stream.self = std::prev(open_.end());
  evhttp_connection_set_closecb(evhttp_request_get_connection(request), on_close, &stream);
  bufferevent* connection = connection_of(request);
  // It says nothing for as long as it reads.
  bufferevent_set_timeouts(connection, nullptr, nullptr);
  ::setsockopt(bufferevent_getfd(connection), SOL_SOCKET, SO_SNDBUF, &kSendBuffer,
               sizeof kSendBuffer);
  evhttp_send_reply_start(request, HTTP_OK, nullptr);
  newest_ = events_.newest();
  ++number_;
  send(stream);
}

void EventStreams::on_time(evutil_socket_t /*descriptor*/, short /*what*/, void* self) {
  static_cast<EventStreams*>(self)->look();
}

void EventStreams::on_close(evhttp_connection* /*connection*/, void* stream) {
  auto* gone = static_cast<Stream*>(stream);
  // Where the reader has hung up libevent has parted the two, and leaves the request to whoever
  // answers it; where the server ends it goes with its connection.
  if (evhttp_request_get_connection(gone->request) == nullptr) evhttp_request_free(gone->request);
  gone->all->open_.erase(gone->self);
}

void EventStreams::look() {
  if (open_.empty()) return;
  std::string newest = events_.newest();
  if (newest != newest_) {
    newest_ = std::move(newest);
    ++number_;
  }
  const auto now = Clock::now();
  for (auto one = open_.begin(); one != open_.end();) {
    Stream& stream = *one++;  // the end of a connection erases it
    bufferevent* connection = connection_of(stream.request);
    const bool on_its_way = evbuffer_get_length(bufferevent_get_output(connection)) > 0;
    if (!on_its_way && stream.number != number_)
      send(stream);
    else if (on_its_way && now - stream.sent > std::chrono::seconds(events_.patience_seconds))
      ::shutdown(bufferevent_getfd(connection), SHUT_RDWR);
  }
}

void EventStreams::send(Stream& stream) {
  stream.number = number_;
  stream.sent = Clock::now();
  evbuffer* body = evbuffer_new();
  if (body == nullptr) throw std::bad_alloc();
  evbuffer_add(body, newest_.data(), newest_.size());
  evhttp_send_reply_chunk(stream.request, body);
  evbuffer_free(body);
}

}  // namespace diallint
