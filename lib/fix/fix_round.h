// One look at a text: what the rules say of it, and what they would put in its place.
#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "context/finding_sink.h"
#include "diallint/fix.h"

namespace diallint {

/// Takes the findings of one check, and keeps the fixes among them that are wanted.
class FixRound final : public Sink {
 public:
  /// Records whose numbers are among `left_alone`, ascending, keep their faults. Both outlive this.
  FixRound(const FixOptions& options, std::span<const std::uint64_t> left_alone)
      : options_(options), left_alone_(left_alone) {}

  void take(const SourceChunk& chunk, std::span<const Finding> findings) override;

  /// Whether fixes like this one are wanted.
  bool wants(FixSafety safety, std::string_view kind) const;

  /// The edits of those fixes that do not overlap one in front of them. Each is counted under its
  /// kind in `fixes`, and noted there as made where that is wanted. Once.
  Edits choose(Fixes& fixes);

  const std::map<std::string, std::uint64_t>& by_rule() const noexcept { return by_rule_; }
  /// Fixes that are not wanted, by kind.
  const std::map<std::string, std::uint64_t>& offered() const noexcept { return offered_; }
  /// Records with errors, ascending, each once.
  const std::vector<std::uint64_t>& faulty() const noexcept { return faulty_; }
  InputFormat format() const noexcept { return format_; }
  char separator() const noexcept { return separator_; }

 private:
  struct Wanted {
    std::uint8_t kind = 0;  // its place among fix_kinds()
    MadeFix made;           // where it is to be listed
    Edit edit;
  };
  /// Those that came in the order of their places, of which there may be millions.
  struct InOrder {
    Edits edits;
    std::vector<std::uint8_t> kinds;
    std::vector<MadeFix> made;
    std::uint64_t begin = 0;  // of the last one
  };

  static bool begins_before(const Wanted& a, const Wanted& b);
  void take_fix(const Finding& finding);
  void keep_fresh();

  const FixOptions& options_;
  std::span<const std::uint64_t> left_alone_;
  std::vector<Wanted> fresh_;  // of the findings at hand
  InOrder in_order_;
  std::vector<Wanted> late_;  // those that did not, in the order in which they came
  std::map<std::string, std::uint64_t> by_rule_;
  std::map<std::string, std::uint64_t> offered_;
  std::vector<std::uint64_t> faulty_;
  InputFormat format_ = InputFormat::kAuto;
  char separator_ = ',';
};

}  // namespace diallint
