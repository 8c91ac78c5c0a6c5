// Inputs of a run, checked side by side and settled in order: what is found, counted and looked up
// is the same as if one thread had checked them after each other.
#pragma once
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/input_supply.h"
#include "engine/readers.h"
#include "engine/turn_order.h"

namespace diallint {

/// Each worker takes some inputs that follow each other, checks them while others check theirs, and
/// waits for its turn before it looks anything up or hands findings on. Small ones, which it has
/// read to their end, wait together: a turn takes longer than to check a batch.
class InputCrew {
 public:
  /// An input of that name has its turn; says which number it has in the run.
  using BeginInput = std::function<std::uint32_t(const std::string& name)>;

  /// As many workers as the context has jobs; all of these outlive the crew.
  InputCrew(ReaderContext& context, InputFormat format, InputSupply& supply,
            BeginInput begin_input);
  ~InputCrew();
  InputCrew(const InputCrew&) = delete;
  InputCrew& operator=(const InputCrew&) = delete;

  /// Checks the inputs, in the calling thread and others. Throws what opening, checking and handing
  /// on throw but for ReadError, when all in front has been settled. Once.
  void run(const InputRange& inputs);

 private:
  class Slot;
  class Worker;

  bool hand_out(Worker& worker);
  InputRange next_inputs();
  void end_with(std::uint64_t group, std::exception_ptr trouble);

  ReaderContext& context_;
  InputFormat format_;
  InputSupply& supply_;
  BeginInput begin_input_;
  std::size_t most_in_group_ = 1;
  std::vector<std::unique_ptr<Worker>> workers_;

  std::mutex handing_out_;  // over what follows
  InputRange left_;
  std::uint64_t next_group_ = 0;

  TurnOrder order_;
  std::exception_ptr trouble_;  // of whose turn it is
};

}  // namespace diallint
