// What a Checker keeps from one check to the next: the driver of its checks, and the texts and
// findings of the last one.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "api/ruleset_state.h"
#include "base/padded_arena.h"
#include "diallint/checker.h"
#include "engine/check_driver.h"

namespace diallint {

/// What places in findings tell whoever takes them.
enum class Places : std::uint8_t {
  kSpans,
  kNone,
  kRows,  ///< of a table: which row it is
};

struct CheckerParts final : Sink {
  /// The rules outlive it.
  CheckerParts(const RulesetParts& rules, Memory memory);
  CheckerParts(const CheckerParts&) = delete;
  CheckerParts& operator=(const CheckerParts&) = delete;

  /// Before each check. The options outlive it.
  void begin(const std::optional<Instant>& now, const CheckOptions& options);
  void check_json(std::string_view json);
  void take(const SourceChunk& chunk, std::span<const Finding> found) override;
  /// What was found since begin(); its findings stay here.
  CheckResult result() const noexcept;

  const RulesetParts& rules;
  Memory memory;
  CheckDriver driver;
  PaddedArena texts;
  Places places = Places::kSpans;

 private:
  // A copy of a JSON text up to this size stays where the next one goes.
  static constexpr std::size_t kKeptJson = std::size_t{16} << 20;

  void hide_place(Finding& finding) const noexcept;
  void hand_over(const Finding& finding);
  std::string_view padded(std::string_view json);

  std::vector<Finding> findings;
  const std::function<bool(const Finding&)>* on_finding = nullptr;
  bool wants_more = true;
  std::unique_ptr<char[]> json_copy;
  std::size_t json_room = 0;
};

}  // namespace diallint
