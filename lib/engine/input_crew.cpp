#include "engine/input_crew.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "context/part_turn.h"
#include "engine/shape_detector.h"

namespace diallint {
namespace {

// Inputs that one worker checks before it waits for its turn, and the bytes they have together,
// unless it is one alone.
constexpr std::size_t kMostInGroup = 16;
constexpr std::uint64_t kMostBytes = kStretchBytes;
// Findings of one input that wait for their turn; those of others are handed on by and by.
constexpr std::size_t kMostFindings = 1024;
// Groups for each worker, so that none waits long for another at the end.
constexpr std::size_t kGroups = 4;

}  // namespace

// --- one input -----------------------------------------------------------------------------------

// An input on its way: checked, and settled in its turn. Serves one after the other.
class InputCrew::Slot final : public PartTurn {
 public:
  Slot(InputCrew& crew, Worker& worker, ShapeChoices& shapes, std::size_t place)
      : crew_(crew),
        worker_(worker),
        place_(place),
        session_(crew.context_.plan, crew.context_.settings, crew.context_.session.run),
        context_{crew.context_.plan,  crew.context_.settings, session_, crew.context_.flusher,
                 crew.context_.shape, crew.context_.csv_map,  shapes} {}

  void check(std::size_t number);
  /// In its turn.
  void settle();

  void take() override;
  bool put_off(const SourceChunk& chunk) override;
  void go_on() override {
    if (is_put_off_) take();
  }

 private:
  void read(OpenInput& input);
  void join();

  InputCrew& crew_;
  Worker& worker_;
  std::size_t place_;  // in the group
  CheckSession session_;
  ReaderContext context_;

  std::size_t number_ = 0;
  bool is_open_ = false;  // it has been opened
  bool has_joined_ = false;
  bool is_lost_ = false;
  std::optional<ReadError> why_lost_;
  std::exception_ptr trouble_;

  // What was put off, and a copy of all that it points to.
  bool is_put_off_ = false;
  SourceChunk chunk_;
  std::string text_;
  std::string inner_name_;
  std::vector<Span> tall_rows_;
};

// Checks a group of inputs after the other.
class InputCrew::Worker {
 public:
  explicit Worker(InputCrew& crew) : crew_(crew), shapes_(crew.context_.plan) {}

  void work() noexcept {
    try {
      while (crew_.hand_out(*this)) check_group();
    } catch (const TurnOrder::Superseded&) {
      // Its inputs stand behind the one that the run has ended with.
    }
  }

  /// Has all in front of the slot settled.
  void await_front(std::size_t place) {
    crew_.order_.await(group);
    for (; settled_ < place; ++settled_) slots_[settled_]->settle();
  }
  /// Whether so many more bytes may wait.
  bool has_room(std::size_t bytes) noexcept {
    if (held_ + bytes > kMostBytes) return false;
    held_ += bytes;
    return true;
  }

  std::uint64_t group = 0;  // its number
  InputRange inputs;

 private:
  void check_group() {
    try {
      check_inputs();
      await_front(inputs.count);
    } catch (const TurnOrder::Superseded&) {
      throw;
    } catch (...) {
      crew_.order_.await(group);
      return crew_.end_with(group, std::current_exception());
    }
    crew_.order_.pass();
  }
  void check_inputs() {
    settled_ = 0;
    held_ = 0;
    for (std::size_t i = 0; i < inputs.count; ++i) {
      if (i == slots_.size()) slots_.push_back(std::make_unique<Slot>(crew_, *this, shapes_, i));
      slots_[i]->check(inputs.first + i);
    }
  }

  InputCrew& crew_;
  ShapeChoices shapes_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::size_t settled_ = 0;  // of the group
  std::uint64_t held_ = 0;   // bytes that wait
};

void InputCrew::Slot::check(std::size_t number) {
  number_ = number;
  is_open_ = has_joined_ = is_lost_ = is_put_off_ = false;
  why_lost_.reset();
  trouble_ = nullptr;
  try {
    const std::unique_ptr<OpenInput> input = crew_.supply_.open(number);
    is_open_ = input != nullptr;
    is_lost_ = !is_open_;
    if (is_open_) read(*input);
  } catch (ReadError& error) {
    is_lost_ = true;
    why_lost_ = std::move(error);
  } catch (const TurnOrder::Superseded&) {
    throw;
  } catch (...) {
    trouble_ = std::current_exception();
  }
}

void InputCrew::Slot::read(OpenInput& input) {
  ByteSource& source = input.source();
  session_.ledger.begin_beside(crew_.context_.session.ledger, source.expected_bytes(), *this);
  SourceChunk chunk;
  chunk.name = crew_.supply_.name_of(number_);
  read_input(source, chunk, crew_.format_, context_);
  input.expect_unchanged();
}

void InputCrew::Slot::take() {
  worker_.await_front(place_);
  join();
}

void InputCrew::Slot::join() {
  has_joined_ = true;
  crew_.supply_.begin(number_);
  const std::uint32_t file = crew_.begin_input_(crew_.supply_.name_of(number_));
  session_.ledger.join_run(crew_.context_.session.ledger, file);
  if (std::exchange(is_put_off_, false)) context_.flusher.flush(session_, chunk_);
}

bool InputCrew::Slot::put_off(const SourceChunk& chunk) {
  if (session_.log.findings().size() > kMostFindings || !worker_.has_room(chunk.bytes.size()))
    return false;
  is_put_off_ = true;
  chunk_ = chunk;
  text_.assign(chunk.bytes);
  inner_name_.assign(chunk.inner_name);
  tall_rows_.assign(chunk.tall_rows.begin(), chunk.tall_rows.end());
  chunk_.bytes = text_;
  chunk_.inner_name = inner_name_;
  chunk_.tall_rows = tall_rows_;
  return true;
}

void InputCrew::Slot::settle() {
  if (is_open_ && !has_joined_) join();
  if (is_open_) {
    session_.ledger.hand_over_input(crew_.context_.session.ledger);
    crew_.context_.take_counts(context_);
  }
  if (trouble_) std::rethrow_exception(trouble_);
  if (is_lost_) crew_.supply_.lose(number_, why_lost_ ? &*why_lost_ : nullptr);
}

// --- the crew ------------------------------------------------------------------------------------

InputCrew::InputCrew(ReaderContext& context, InputFormat format, InputSupply& supply,
                     BeginInput begin_input)
    : context_(context), format_(format), supply_(supply), begin_input_(std::move(begin_input)) {
  for (unsigned i = 0; i < context.jobs; ++i) workers_.push_back(std::make_unique<Worker>(*this));
}

InputCrew::~InputCrew() = default;

void InputCrew::run(const InputRange& inputs) {
  left_ = inputs;
  most_in_group_ =
      std::clamp<std::size_t>(inputs.count / (workers_.size() * kGroups), 1, kMostInGroup);
  run_side_by_side(workers_.size(), [this](std::size_t i) { workers_[i]->work(); });
  if (trouble_) std::rethrow_exception(std::exchange(trouble_, nullptr));
}

// Gives the worker the inputs that follow. False if there are none.
bool InputCrew::hand_out(Worker& worker) {
  const std::lock_guard lock(handing_out_);
  worker.group = next_group_++;
  worker.inputs = next_inputs();
  return worker.inputs.count > 0;
}

InputRange InputCrew::next_inputs() {
  InputRange inputs{left_.first, 0};
  std::uint64_t bytes = 0;
  while (left_.count > 0 && inputs.count < most_in_group_) {
    bytes += supply_.bytes_of(left_.first);
    if (inputs.count > 0 && bytes > kMostBytes) break;
    ++inputs.count;
    ++left_.first;
    --left_.count;
  }
  return inputs;
}

// Nothing behind this group is settled.
void InputCrew::end_with(std::uint64_t group, std::exception_ptr trouble) {
  {
    const std::lock_guard lock(handing_out_);
    left_.count = 0;
  }
  trouble_ = std::move(trouble);
  order_.end_with(group);
}

}  // namespace diallint
