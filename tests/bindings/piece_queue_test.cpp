#include "bindings/shared/piece_queue.h"

#include <catch2/catch.hpp>
#include <string>
#include <thread>

namespace diallint::bindings {
namespace {

std::string read(PieceQueue& queue, std::size_t size) {
  std::string out(size, '\0');
  out.resize(queue.read(out.data(), size));
  return out;
}

TEST_CASE("A queue of pieces gives the bytes in their order") {
  PieceQueue queue(100, [] {});
  for (const char* piece : {"abc", "", "de", "fghi"}) CHECK(queue.give(piece));
  CHECK(read(queue, 2) == "ab");
  CHECK(read(queue, 4) == "cdef");
  queue.end();
  CHECK(read(queue, 9) == "ghi");
  CHECK(read(queue, 9).empty());
}

TEST_CASE("A queue of pieces calls once when half of it is free") {
  int calls = 0;
  PieceQueue queue(4, [&] { ++calls; });
  CHECK(queue.give("abc"));
  CHECK(queue.has_room());
  CHECK_FALSE(queue.give("d"));
  CHECK_FALSE(queue.has_room());
  CHECK(read(queue, 2) == "ab");
  CHECK(calls == 0);  // the piece is held as a whole
  CHECK(read(queue, 1) == "c");
  CHECK(calls == 1);
  CHECK(queue.has_room());
  CHECK(read(queue, 1) == "d");
  CHECK(calls == 1);
}

TEST_CASE("A queue of pieces that is cancelled holds nothing and gives nothing") {
  int calls = 0;
  PieceQueue queue(4, [&] { ++calls; });
  CHECK_FALSE(queue.give("abcdef"));
  queue.cancel();
  CHECK(calls == 1);
  CHECK(queue.has_room());
  CHECK_FALSE(queue.give("a"));
  CHECK_THROWS_AS(read(queue, 1), ReadError);
  queue.cancel();
  CHECK(calls == 1);
}

TEST_CASE("A queue of pieces wakes who waits for bytes", "[threads]") {
  constexpr int kPieces = 2000;
  std::mutex mutex;
  std::condition_variable room;
  PieceQueue queue(64, [&] {
    const std::lock_guard lock(mutex);
    room.notify_one();
  });
  std::string all;
  std::thread reader([&] {
    for (std::string some = read(queue, 7); !some.empty(); some = read(queue, 7)) all += some;
  });
  for (int i = 0; i < kPieces; ++i) {
    if (queue.give("0123456789")) continue;
    std::unique_lock lock(mutex);
    room.wait(lock, [&] { return queue.has_room(); });
  }
  queue.end();
  reader.join();
  CHECK(all.size() == kPieces * 10);
  CHECK(all.find("90123456789", 0) == 9);
}

TEST_CASE("A queue of pieces that is cancelled lets go of who waits", "[threads]") {
  PieceQueue queue(64, [] {});
  bool let_go = false;
  std::thread reader([&] {
    try {
      read(queue, 1);
    } catch (const ReadError&) {
      let_go = true;
    }
  });
  queue.cancel();
  reader.join();
  CHECK(let_go);
}

}  // namespace
}  // namespace diallint::bindings
