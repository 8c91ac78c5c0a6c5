// What outlasts a service: its state as entries of a store, of which only those are written that
// have changed.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "diallint/local_service.h"
#include "service/service_state.h"

namespace diallint {

class StateJournal {
 public:
  /// `store` may be null: nothing is read or written.
  explicit StateJournal(std::shared_ptr<ServiceStore> store) : store_(std::move(store)) {}

  /// Puts what is kept into a state that is as after the start, and writes what is new in it.
  /// kInput where the store says so, or holds what no service has written.
  Error load(ServiceState& state);
  /// Writes what has changed since the last time that this succeeded. The store's error.
  Error write(ServiceState& state);

 private:
  using Entries = std::vector<ServiceEntry>;
  /// What changes of a campaign once it is there.
  struct WrittenCampaign {
    std::string state = {};
    std::int64_t free_at = 0;
  };

  /// What any call may change, as bytes.
  struct Totals {
    Totals() = default;
    explicit Totals(const ServiceState& state);
    std::string numbers;
    std::string clock;
  };

  Error read(ServiceState& state, bool& is_empty);
  bool is_written(const Campaign& campaign) const;
  Entries changes(ServiceState& state, const Totals& totals) const;
  void add_requests(ServiceState& state, Entries& entries) const;
  void add_campaigns(ServiceState& state, Entries& entries) const;
  void note_written(ServiceState& state, Totals totals);

  std::shared_ptr<ServiceStore> store_;
  // The state as it was written.
  std::uint64_t resets_ = 0;
  std::size_t first_ = 0;  ///< the number of the oldest request
  std::size_t next_ = 0;   ///< and behind the last
  std::map<std::string, WrittenCampaign, std::less<>> campaigns_;
  std::set<std::string, std::less<>> deleted_;
  Totals totals_;
};

}  // namespace diallint
