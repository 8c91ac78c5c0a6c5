// Calls of Python from code that runs without the GIL: what Python raises there is kept, and raised
// again where the call of the module ends.
#pragma once
#include <nanobind/nanobind.h>

#include <optional>
#include <utility>

namespace diallint::python {

/// Python has raised in a call; what, the PythonCalls keep.
struct PythonRaised {};

/// Of one call of the module. One thread at a time.
class PythonCalls {
 public:
  PythonCalls() = default;
  PythonCalls(const PythonCalls&) = delete;
  PythonCalls& operator=(const PythonCalls&) = delete;

  /// Runs `action` with the GIL, behind the handlers of signals that have come: so an interrupt
  /// ends a long call. Throws PythonRaised; nothing runs after that.
  template <typename Action>
  void run(const Action& action) {
    const nanobind::gil_scoped_acquire hold;
    if (!raised_) {
      try {
        if (PyErr_CheckSignals() != 0) nanobind::raise_python_error();
        action();
      } catch (nanobind::python_error& error) {
        raised_.emplace(std::move(error));
      }
    }
    if (raised_) throw PythonRaised{};
  }

  /// The handlers of signals alone.
  void look_for_signals() {
    run([] {});
  }

  /// Raises what Python has raised, if it has. Needs the GIL.
  void raise_if_raised() {
    if (raised_) throw std::move(*raised_);
  }

 private:
  std::optional<nanobind::python_error> raised_;
};

}  // namespace diallint::python
