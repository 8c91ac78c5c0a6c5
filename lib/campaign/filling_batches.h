// Batches of requests, as they fill.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "campaign/manifest_rows.h"
#include "diallint/prepare.h"

namespace diallint {

/// When a batch is sent, in milliseconds since 1970, before which so many requests and batches of
/// its kind are.
using BatchTime = std::function<std::int64_t(std::uint64_t requests, std::uint64_t batches)>;

/// Those of one kind. One thread.
class FillingBatches {
 public:
  /// Files are called "PREFIX-000001.json". What throws is the caller's.
  FillingBatches(std::string_view prefix, BatchTime time,
                 std::function<void(const PreparedBatch&)> hand_on)
      : prefix_(prefix), time_(std::move(time)), hand_on_(std::move(hand_on)) {}

  /// Goes on behind so many requests in batches that others have written.
  void go_on(std::uint64_t requests, std::uint64_t batches) noexcept {
    requests_ = requests;
    batches_ = batches;
  }
  /// What a batch begins with (its campaign), and how many requests it takes. Where that is
  /// another one, the batch before is complete.
  void use(std::string_view head, std::uint64_t most);
  /// When the request that is added next is sent.
  std::int64_t next_submission();
  /// `row` says where the request comes from; its batch, position and submission are made here.
  void add(std::string_view request, ManifestRow row);
  /// Hands the last one on.
  void end();

 private:
  std::string prefix_;
  BatchTime time_;
  std::function<void(const PreparedBatch&)> hand_on_;
  std::string head_;
  std::uint64_t most_ = 1;
  std::string name_;
  std::string text_;
  std::string manifest_;
  std::int64_t submission_ = 0;
  std::uint64_t held_ = 0;  // requests of the batch that fills
  std::uint64_t requests_ = 0;
  std::uint64_t batches_ = 0;
};

}  // namespace diallint
