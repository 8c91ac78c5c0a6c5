// Bytes that one thread hands to another, piece by piece, with a bound on what lies between them.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "input/byte_source.h"

namespace diallint::bindings {

/// A source that another thread feeds. The giver never waits in here: it is told to hold back, and
/// called when it may go on.
class PieceQueue final : public ByteSource {
 public:
  /// `most_held` bytes may lie here before the giver is to hold back. `on_room` is called by the
  /// thread that reads or cancels, once for each time that the giver was told to hold back.
  PieceQueue(std::size_t most_held, std::function<void()> on_room)
      : most_held_(most_held), on_room_(std::move(on_room)) {}

  /// Takes a piece over. False: hold back until on_room; behind cancel() the piece is dropped, and
  /// no call follows.
  [[nodiscard]] bool give(std::string piece);
  bool has_room() const;
  /// Nothing follows.
  void end();

  /// Waits for bytes. Throws ReadError behind cancel().
  std::size_t read(char* out, std::size_t size) override;
  /// From any thread: drops what is held; nothing more is read.
  void cancel() noexcept override;

 private:
  std::size_t take_from_first(char* out, std::size_t size);

  const std::size_t most_held_;
  const std::function<void()> on_room_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> pieces_;
  std::size_t first_taken_ = 0;  // bytes of the first piece
  std::size_t held_ = 0;         // bytes of the pieces
  bool held_back_ = false;
  bool ended_ = false;
  bool cancelled_ = false;
};

}  // namespace diallint::bindings
