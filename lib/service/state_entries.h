// The entries of a store: their keys, and the parts of a state as the bytes behind them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "service/accepted_requests.h"
#include "service/campaigns.h"
#include "service/service_clock.h"
#include "service/service_state.h"

namespace diallint {

/// The first byte of a key, which says what the entry is. In their order each needs at most what
/// stands before it.
enum class EntryKind : char {
  kClock = 'a',
  kCampaign = 'c',  ///< and its id
  kDeleted = 'd',   ///< and the id of a campaign of the options
  kNumbers = 'n',
  kRequest = 'r',  ///< and its number, in ordered bytes
};

std::string entry_key(EntryKind kind, std::string_view id = {});
std::string request_key(std::size_t number);

/// Without what the customer is called by and told: only its hash is kept.
std::string request_bytes(const Accepted& request);
/// Nothing where these are no bytes of a request. So below.
std::optional<Accepted> request_of(std::string_view bytes);

std::string campaign_bytes(const Campaign& campaign);
std::optional<Campaign> campaign_of(std::string_view id, std::string_view bytes);

std::string clock_bytes(const ServiceClock& clock);
bool read_clock(std::string_view bytes, ServiceClock& clock);

/// Counts, findings, and where the random numbers are.
std::string number_bytes(const ServiceState& state);
bool read_numbers(std::string_view bytes, ServiceState& state);

}  // namespace diallint
