#include "engine/piece_crew.h"

#include <algorithm>
#include <utility>

#include "context/part_turn.h"
#include "engine/shape_detector.h"

namespace diallint {

bool CrewWorth::pays(std::size_t bytes, const ReaderContext& context) noexcept {
  constexpr std::size_t kLong = kChunkBytes / 8;
  if (context.jobs == 1 || context.session.run.responses != nullptr) return false;
  if (bytes < kLong) return false;
  return ++long_pieces_ >= alone_;
}

void CrewWorth::note_stop(std::uint64_t settled) noexcept {
  constexpr std::uint64_t kFew = 16;
  constexpr unsigned kMostAlone = 64;
  alone_ = settled < kFew ? std::min(alone_ * 2, kMostAlone) : kAlone;
  long_pieces_ = 0;
}

// --- one worker ----------------------------------------------------------------------------------

class PieceCrew::Worker final : public PartTurn {
 public:
  static constexpr std::uint64_t kNone = UINT64_MAX;

  Worker(PieceCrew& crew, const MakeCheck& make_check)
      : crew_(crew),
        session_(crew.context_.plan, crew.context_.settings, crew.context_.session.run),
        shapes_(crew.context_.plan),
        context_{crew.context_.plan,  crew.context_.settings, session_, crew.context_.flusher,
                 crew.context_.shape, crew.context_.csv_map,  shapes_},
        check_(make_check(context_)) {}

  std::optional<PieceStop> check() {
    context_.drop_counts();  // of a piece that came again, to whoever it was
    session_.ledger.begin_part(crew_.context_.session.ledger, *this);
    session_.texts.begin_part(crew_.context_.session.texts);
    return check_->check(piece);
  }

  void take() override {
    crew_.order_.await(number);
    const std::uint64_t lines = crew_.line_ - 1;
    session_.ledger.join(crew_.context_.session.ledger, lines);
    check_->move_lines(lines);
  }

  void hand_over() {
    session_.ledger.hand_over(crew_.context_.session.ledger);
    crew_.context_.take_counts(context_);
    crew_.line_ = check_->line();
  }

  InputPiece piece;
  std::uint64_t number = kNone;  // of the piece, or of what came instead
  bool has_piece = false;        // which is not settled
  std::exception_ptr trouble;    // there was no piece to be had

 private:
  PieceCrew& crew_;
  CheckSession session_;
  ShapeChoices shapes_;
  ReaderContext context_;
  std::unique_ptr<PieceCheck> check_;
};

// --- the crew ------------------------------------------------------------------------------------

PieceCrew::PieceCrew(InputPieces& pieces, ReaderContext& context, const MakeCheck& make_check)
    : pieces_(pieces), context_(context) {
  for (unsigned i = 0; i < context.jobs; ++i) {
    workers_.push_back(std::make_unique<Worker>(*this, make_check));
  }
}

PieceCrew::~PieceCrew() = default;

std::optional<PieceStop> PieceCrew::run(std::uint64_t& line) {
  next_ = 0;
  order_.restart();
  is_over_ = false;
  line_ = line;
  stop_.reset();
  for (const auto& worker : workers_) {
    worker->number = Worker::kNone;
    worker->has_piece = false;
  }
  run_side_by_side(workers_.size(), [this](std::size_t i) { work(*workers_[i]); });
  line = line_;
  if (trouble_) std::rethrow_exception(std::exchange(trouble_, nullptr));
  if (stop_) give_back();
  return stop_;
}

void PieceCrew::work(Worker& worker) noexcept {
  try {
    while (hand_out(worker)) settle(worker);
  } catch (const TurnOrder::Superseded&) {
    // Its piece comes again.
  }
}

// The next piece, or the trouble that came instead. False if there is neither.
bool PieceCrew::hand_out(Worker& worker) {
  const std::lock_guard lock(reading_);
  worker.has_piece = false;
  if (is_over_) return false;
  worker.number = worker.piece.number = next_++;
  try {
    worker.has_piece = pieces_.next(worker.piece);
  } catch (...) {
    worker.trouble = std::current_exception();
  }
  // What follows a line that is cut would drop the rest of it, which could not be given back.
  if (!worker.has_piece || worker.piece.is_cut) is_over_ = true;
  return worker.has_piece || worker.trouble != nullptr;
}

void PieceCrew::settle(Worker& worker) {
  std::optional<PieceStop> stop;
  try {
    if (worker.trouble) std::rethrow_exception(std::exchange(worker.trouble, nullptr));
    if (worker.piece.is_cut) {
      order_.await(worker.number);
      return end_with(worker, PieceStop{worker.piece.origin}, nullptr);
    }
    stop = worker.check();
    worker.hand_over();
    worker.has_piece = false;
  } catch (const TurnOrder::Superseded&) {
    throw;
  } catch (...) {
    order_.await(worker.number);
    return end_with(worker, std::nullopt, std::current_exception());
  }
  if (stop) return end_with(worker, stop, nullptr);
  order_.pass();
}

// Nothing behind this worker's piece is settled.
void PieceCrew::end_with(const Worker& worker, std::optional<PieceStop> stop,
                         std::exception_ptr trouble) {
  is_over_ = true;
  stop_ = stop;
  trouble_ = std::move(trouble);
  order_.end_with(worker.number);
}

// After all have ended.
void PieceCrew::give_back() {
  std::vector<const Worker*> behind;
  for (const auto& worker : workers_) {
    const bool has_stopped = order_.has_ended_with(worker->number);
    if (worker->has_piece || has_stopped) behind.push_back(worker.get());
  }
  std::sort(behind.begin(), behind.end(),
            [](const Worker* a, const Worker* b) { return a->number < b->number; });
  std::vector<const InputPiece*> pieces;
  for (const Worker* worker : behind) pieces.push_back(&worker->piece);
  pieces_.give_back(pieces, stop_->place);
}

}  // namespace diallint
