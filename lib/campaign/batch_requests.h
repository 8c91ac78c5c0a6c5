// The requests in the text of a batch, for one that is to be sent again as it was.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/prepare.h"
#include "input/json_cursor.h"
#include "input/json_index.h"

namespace diallint {

/// Reads batches one after the other. One thread.
class BatchRequests {
 public:
  /// False: it is no batch of requests for a campaign, and there is none. What it points to lasts
  /// until the next call.
  bool read(std::string_view batch);

  const std::string& campaign() const noexcept { return campaign_; }
  CampaignApi api() const noexcept { return api_; }

  std::size_t size() const noexcept { return requests_.size(); }
  const std::string& token(std::size_t request) const noexcept { return requests_[request].token; }
  /// The number that it has for a telephone call; empty: none that is a string.
  const std::string& phone(std::size_t request) const noexcept { return requests_[request].phone; }
  /// As it stands in the batch.
  std::string_view text(std::size_t request) const noexcept;
  /// Canonical JSON of all but token and expiry, which is told apart from other content under the
  /// same token: see diallint/history.h. Of one that is an object.
  std::string canonical_content(std::size_t request) const;
  bool has_expiry(std::size_t request) const noexcept { return requests_[request].expiry_end > 0; }
  /// Appends it with another expiry, whether it has one or not; all else is byte for byte as it is.
  void append_with_expiry(std::string& out, std::size_t request, std::string_view expiry) const;

 private:
  struct Request {
    std::string token;
    std::string phone;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t expiry_begin = 0;  // of the value, with its quotes
    std::size_t expiry_end = 0;    // 0: there is none
  };

  void batch(JsonCursor& cursor);
  void list(JsonCursor& cursor);
  void request(JsonCursor& cursor);
  void channel(JsonCursor& cursor, Request& request, bool inner);
  std::string text_of(const SourceText& text);

  JsonIndex index_;
  std::string text_;
  std::string campaign_;
  CampaignApi api_ = CampaignApi::kV1;
  std::vector<Request> requests_;
  bool has_list_ = false;
};

}  // namespace diallint
