// Pieces of an input of lines, checked side by side and settled in order: what is found, counted
// and looked up is the same as if one had checked them after the other.
#pragma once
#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/condition.h"
#include "engine/json_recovery.h"
#include "engine/ndjson_lines.h"
#include "engine/readers.h"
#include "input/line_pieces.h"

namespace diallint {

/// Each worker has a session of its own. It takes the next piece, checks its sound lines while
/// others check theirs, and waits for its turn before it looks anything up, hands findings on, or
/// says anything of a line that is broken.
class LineCrew {
 public:
  /// All of these outlive it. `front` has checked what was read so far; `run` is the one that it
  /// goes by.
  LineCrew(LinePieces& pieces, LineCheck& front, const SourceChunk& chunk, ReaderContext& context,
           FormRun& run);
  ~LineCrew();
  LineCrew(const LineCrew&) = delete;
  LineCrew& operator=(const LineCrew&) = delete;

  /// Checks what follows, in the calling thread and others, until the input ends or a line was not
  /// read because its value goes on behind it. Then what begins with that line is given back to the
  /// pieces. Throws what reading and checking throw, when all in front has been settled.
  std::optional<LineCheck::Stop> run();

 private:
  class Worker;
  struct Superseded {};

  void work(Worker& worker) noexcept;
  bool hand_out(Worker& worker);
  void await(std::uint64_t number);
  void settle(Worker& worker);
  void end_with(const Worker& worker, std::optional<LineCheck::Stop> stop,
                std::exception_ptr trouble);
  void give_back();

  LinePieces& pieces_;
  LineCheck& front_;
  const SourceChunk& chunk_;
  ReaderContext& context_;
  std::vector<std::unique_ptr<Worker>> workers_;

  std::mutex reading_;  // over the pieces and what follows
  std::uint64_t next_ = 0;
  std::atomic<bool> is_over_ = false;  // nothing more is handed out

  std::mutex order_;  // over what follows
  Condition turns_;
  std::uint64_t turn_ = 0;          // the number of the piece that is to be settled
  std::uint64_t end_ = UINT64_MAX;  // pieces from this number on are not to be
  std::optional<LineCheck::Stop> stop_;
  std::exception_ptr trouble_;
};

}  // namespace diallint
