#include "engine/line_crew.h"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "context/part_turn.h"

namespace diallint {

// --- one worker ----------------------------------------------------------------------------------

class LineCrew::Worker final : public PartTurn {
 public:
  static constexpr std::uint64_t kNone = UINT64_MAX;

  Worker(LineCrew& crew, FormRun& run)
      : crew_(crew),
        session_(crew.context_.plan, crew.context_.settings, crew.context_.session.run),
        context_{crew.context_.plan,    crew.context_.settings, session_,
                 crew.context_.flusher, crew.context_.shape,    crew.context_.csv_map},
        chunk_(crew.chunk_),
        check_(context_, chunk_, run) {}

  /// Checks the piece. Has waited for its turn when it returns, and all is settled but the counts.
  std::optional<LineCheck::Stop> check() {
    session_.ledger.begin_part(crew_.context_.session.ledger, *this);
    chunk_.bytes = piece.bytes();
    chunk_.origin = piece.origin;
    chunk_.bom_size = 0;
    chunk_.first_line = 1;
    check_.set_line(1);
    std::optional<LineCheck::Stop> stop;
    if (piece.is_cut) {
      check_.too_long(piece.origin, piece.size);
    } else {
      stop = check_.run(piece.bytes(), piece.origin, piece.is_last);
    }
    context_.flusher.flush(session_, chunk_);
    return stop;
  }

  void take() override {
    crew_.await(number);
    const std::uint64_t lines = crew_.front_.line() - 1;
    session_.ledger.join(crew_.context_.session.ledger, lines);
    chunk_.first_line += lines;
    check_.set_line(check_.line() + lines);
  }

  void hand_over() {
    session_.ledger.hand_over(crew_.context_.session.ledger);
    crew_.context_.take_counts(context_);
    crew_.front_.set_line(check_.line());
  }

  LinePiece piece;
  std::uint64_t number = kNone;  // of the piece, or of what came instead
  bool has_piece = false;        // which is not settled
  std::exception_ptr trouble;    // there was no piece to be had

 private:
  LineCrew& crew_;
  CheckSession session_;
  ReaderContext context_;
  SourceChunk chunk_;
  LineCheck check_;
};

// --- the crew ------------------------------------------------------------------------------------

LineCrew::LineCrew(LinePieces& pieces, LineCheck& front, const SourceChunk& chunk,
                   ReaderContext& context, FormRun& run)
    : pieces_(pieces), front_(front), chunk_(chunk), context_(context) {
  for (unsigned i = 0; i < context.jobs; ++i) {
    workers_.push_back(std::make_unique<Worker>(*this, run));
  }
}

LineCrew::~LineCrew() = default;

std::optional<LineCheck::Stop> LineCrew::run() {
  next_ = turn_ = 0;
  end_ = UINT64_MAX;
  is_over_ = false;
  stop_.reset();
  for (const auto& worker : workers_) {
    worker->number = Worker::kNone;
    worker->has_piece = false;
  }
  std::vector<std::jthread> threads;
  try {
    for (std::size_t i = 1; i < workers_.size(); ++i) {
      threads.emplace_back([this, &worker = *workers_[i]] { work(worker); });
    }
    // GCOVR_EXCL_START: a test would need a system that is out of threads
  } catch (const std::system_error&) {
    // As many as there may be; this one is enough.
  }
  // GCOVR_EXCL_STOP
  work(*workers_.front());
  threads.clear();
  if (trouble_) std::rethrow_exception(std::exchange(trouble_, nullptr));
  if (stop_) give_back();
  return stop_;
}

void LineCrew::work(Worker& worker) noexcept {
  try {
    while (hand_out(worker)) settle(worker);
  } catch (const Superseded&) {
    // Its piece comes again.
  }
}

// The next piece, or the trouble that came instead. False if there is neither.
bool LineCrew::hand_out(Worker& worker) {
  const std::lock_guard lock(reading_);
  worker.has_piece = false;
  if (is_over_) return false;
  worker.number = next_++;
  try {
    worker.has_piece = pieces_.next(worker.piece);
  } catch (...) {
    worker.trouble = std::current_exception();
  }
  if (!worker.has_piece) is_over_ = true;
  return worker.has_piece || worker.trouble != nullptr;
}

void LineCrew::await(std::uint64_t number) {
  std::unique_lock lock(order_);
  turns_.wait(lock, [&] { return turn_ == number || end_ <= number; });
  if (end_ <= number) throw Superseded{};
}

void LineCrew::settle(Worker& worker) {
  std::optional<LineCheck::Stop> stop;
  try {
    if (worker.trouble) std::rethrow_exception(std::exchange(worker.trouble, nullptr));
    stop = worker.check();
    worker.hand_over();
    worker.has_piece = false;
  } catch (const Superseded&) {
    throw;
  } catch (...) {
    await(worker.number);
    return end_with(worker, std::nullopt, std::current_exception());
  }
  if (stop) return end_with(worker, stop, nullptr);
  const std::lock_guard lock(order_);
  ++turn_;
  turns_.notify_all();
}

// Nothing behind this worker's piece is settled.
void LineCrew::end_with(const Worker& worker, std::optional<LineCheck::Stop> stop,
                        std::exception_ptr trouble) {
  is_over_ = true;
  const std::lock_guard lock(order_);
  stop_ = stop;
  trouble_ = std::move(trouble);
  end_ = worker.number + 1;
  turns_.notify_all();
}

// After all have ended.
void LineCrew::give_back() {
  std::vector<const Worker*> behind;
  for (const auto& worker : workers_) {
    const bool has_stop = worker->number + 1 == end_;
    if (worker->has_piece || has_stop) behind.push_back(worker.get());
  }
  std::sort(behind.begin(), behind.end(),
            [](const Worker* a, const Worker* b) { return a->number < b->number; });
  std::vector<std::string_view> texts;
  for (const Worker* worker : behind) texts.push_back(worker->piece.bytes());
  const LinePiece& stopped = behind.front()->piece;
  texts.front().remove_prefix(static_cast<std::size_t>(stop_->place - stopped.origin));
  pieces_.give_back(texts);
}

}  // namespace diallint
