// The accepted requests, each under its number, until it is forgotten.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/sha256.h"
#include "service/service_clock.h"

namespace diallint {

enum class Fate : std::uint8_t { kWaiting, kAnswered, kUnanswered, kExpired, kCampaignDeleted };
inline constexpr std::size_t kFates = 5;

/// "waiting", "answered", "unanswered", "expired" or "campaign-deleted". Static storage.
std::string_view to_string(Fate fate) noexcept;

/// One accepted request.
struct Accepted {
  std::string id = {};
  std::string operation = {};
  std::string campaign = {};  ///< empty: it is a contact of its own
  std::string token = {};
  std::string text = {};  ///< as it was sent; empty: it came before the last start
  Digest content = {};    ///< of the text
  Millis received = 0;
  std::optional<Millis> expires = {};  ///< nothing: never
  Fate fate = Fate::kWaiting;
  Millis settled = 0;  ///< when its fate was decided
};

class AcceptedRequests {
 public:
  /// The number of the oldest that is kept, or of the next.
  std::size_t first() const noexcept { return forgotten_; }
  /// The number of the next that is added; from 0.
  std::size_t next() const noexcept { return forgotten_ + kept_.size(); }
  void add(Accepted request) {
    note_change(next());
    kept_.push_back(std::move(request));
  }
  /// Null: it was forgotten. Valid until the next is added or forgotten.
  Accepted* find(std::size_t number) noexcept {
    return number < forgotten_ ? nullptr : &kept_[number - forgotten_];
  }
  /// Those that are kept, the oldest first.
  const std::deque<Accepted>& kept() const noexcept { return kept_; }
  /// There is one.
  void forget_oldest() {
    kept_.pop_front();
    ++forgotten_;
  }
  void clear() { start_at(0); }
  /// Empty, with a number for the next.
  void start_at(std::size_t number) {
    kept_.clear();
    changed_.clear();
    forgotten_ = number;
  }
  /// A request was added or changed. Numbers may come twice, and be forgotten since.
  void note_change(std::size_t number) { changed_.push_back(number); }
  const std::vector<std::size_t>& changed() const noexcept { return changed_; }
  void forget_changes() noexcept { changed_.clear(); }

 private:
  std::deque<Accepted> kept_;
  std::vector<std::size_t> changed_;
  std::size_t forgotten_ = 0;
};

}  // namespace diallint
