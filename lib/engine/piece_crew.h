// Pieces of one input, checked side by side and settled in order: what is found, counted and looked
// up is the same as if one thread had checked them after each other.
#pragma once
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/readers.h"
#include "engine/turn_order.h"
#include "input/input_pieces.h"

namespace diallint {

/// Where checking a piece stopped, because what begins there goes on behind the piece.
struct PieceStop {
  std::uint64_t place = 0;      ///< in the input
  bool certain = false;         ///< false: more of the input is needed to tell
  bool is_behind_item = false;  ///< of an array, and not in front of one
};

/// Checks pieces with a session of its own, which has begun a part of the input. What is said of
/// lines holds for items where the input is an array.
class PieceCheck {
 public:
  virtual ~PieceCheck() = default;
  /// Checks one piece of whole lines, which count from 1, and hands on what it finds; what was
  /// found last is handed on before it returns. Awaits all in front (RecordLedger::await_front())
  /// before it says what depends on it.
  virtual std::optional<PieceStop> check(const InputPiece& piece) = 0;
  /// All in front is settled: so many lines stand there.
  virtual void move_lines(std::uint64_t lines) = 0;
  /// The line behind what has been checked.
  virtual std::uint64_t line() const noexcept = 0;
};

/// When a crew is worth its threads: beyond the first pieces of an input, and where pieces are no
/// lines that come one by one.
class CrewWorth {
 public:
  /// After each piece that was checked alone.
  bool pays(std::size_t bytes, const ReaderContext& context) noexcept;
  /// A crew has stopped after so many pieces: where they are few, it is not tried again soon.
  void note_stop(std::uint64_t settled) noexcept;

 private:
  static constexpr unsigned kAlone = 2;

  unsigned alone_ = kAlone;  // so many long pieces before a crew
  unsigned long_pieces_ = 0;
};

/// Each worker takes the next piece, checks it while others check theirs, and waits for its turn
/// before it looks anything up or hands findings on.
class PieceCrew {
 public:
  /// Makes the check of a worker from that worker's context. Called in the thread that makes the
  /// crew.
  using MakeCheck = std::function<std::unique_ptr<PieceCheck>(ReaderContext& context)>;

  /// As many workers as the context has jobs; it and the pieces outlive the crew.
  PieceCrew(InputPieces& pieces, ReaderContext& context, const MakeCheck& make_check);
  ~PieceCrew();
  PieceCrew(const PieceCrew&) = delete;
  PieceCrew& operator=(const PieceCrew&) = delete;

  /// Checks what follows, in the calling thread and others, until the input ends, a check stops or
  /// a line is too long. Then what begins there is given back to the pieces. `line` is the next
  /// one, before and after. Throws what reading and checking throw, when all in front has been
  /// settled.
  std::optional<PieceStop> run(std::uint64_t& line);
  /// Pieces that the last run() has settled and that were whole.
  std::uint64_t settled() const noexcept { return order_.passed(); }

 private:
  class Worker;

  void work(Worker& worker) noexcept;
  bool hand_out(Worker& worker);
  void settle(Worker& worker);
  void end_with(const Worker& worker, std::optional<PieceStop> stop, std::exception_ptr trouble);
  void give_back();

  InputPieces& pieces_;
  ReaderContext& context_;
  std::vector<std::unique_ptr<Worker>> workers_;

  std::mutex reading_;  // over the pieces and what follows
  std::uint64_t next_ = 0;
  std::atomic<bool> is_over_ = false;  // nothing more is handed out

  TurnOrder order_;
  // Of whose turn it is.
  std::uint64_t line_ = 1;  // behind all that is settled
  std::optional<PieceStop> stop_;
  std::exception_ptr trouble_;
};

}  // namespace diallint
