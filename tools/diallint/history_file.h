// What was sent before: tokens, requests and numbers as keyed hashes in a file, of 7 days.
#pragma once
#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sha256.h"
#include "diallint/history.h"
#include "diallint/instant.h"
#include "store/database.h"

namespace diallint {

/// How long the service knows a token, and what is older goes from the file.
inline constexpr std::int64_t kHistorySeconds = std::int64_t{7} * 24 * 60 * 60;

/// What is older at the first of two moments goes: what is planned makes nothing old.
inline Instant earlier_of(const Instant& a, const Instant& b) { return a < b ? a : b; }

/// What stands in a history.
struct HistoryFacts {
  std::uint64_t tokens = 0;        ///< of the last 7 days, or planned
  std::uint64_t older_tokens = 0;  ///< that go with the next run that writes a day later
  std::array<std::uint64_t, 7> tokens_by_age{};  ///< in days; those planned among the first
  std::uint64_t calls = 0;                       ///< of all numbers
  std::uint64_t numbers = 0;
  std::optional<Instant> oldest = {};  ///< first use of a token
  std::optional<Instant> newest = {};
};

/// A history in a file, and its key beside it. No value is in it: who has the file alone can
/// neither read tokens and numbers, nor try out which are in it. Several processes may use one at
/// once. All functions throw FatalError; look-ups and note() may be called by several threads.
class HistoryFile {
 public:
  enum class Use : std::uint8_t {
    kLookUp,  ///< it is there, and nothing is written
    kWrite    ///< it begins where there is none
  };
  HistoryFile(const std::string& path, Use use);
  HistoryFile(const HistoryFile&) = delete;
  HistoryFile& operator=(const HistoryFile&) = delete;

  std::optional<PastUse> find_token(std::string_view token, std::string_view request);
  std::uint64_t count_phone(std::string_view phone, const Instant& since);
  /// The look-ups as rules ask for them; it outlives them.
  const History& look_ups() const noexcept { return look_ups_of_rules_; }

  /// Keeps what is sent in mind, in some 50 bytes.
  void note(const SentRequest& sent);
  /// Writes what was noted: all of it is in the file when this returns, or none of it. What is
  /// older than 7 days at `now` goes from the file, once a day. A token keeps its first use, and
  /// the request that it was used for, until it is that old.
  void commit(const Instant& now);

  /// What is in it, and how old that is at `now`.
  HistoryFacts facts(const Instant& now);

 private:
  using Hash = std::array<char, 16>;
  struct NotedToken {
    Hash token;
    Hash request;
    std::int64_t first;
  };
  struct NotedCall {
    std::int64_t phone;
    std::int64_t token;
    std::int64_t at;
  };

  void check_key();
  void refresh();
  void end_look_ups();
  Hash hash_of(char kind, std::string_view text) const;
  std::int64_t phone_of(std::string_view phone) const;
  Statement prepared(std::string_view sql);
  static bool step(Statement& statement);
  void expect(const Error& error) const;
  std::int64_t number(std::string_view sql, std::optional<std::int64_t> value = {});
  void write_tokens();
  void write_calls();
  void prune(const Instant& now);
  void prune_table(std::string_view table, std::string_view column, std::int64_t oldest);

  std::string path_;
  HmacSha256 key_;
  Database database_;
  Statement find_token_;
  Statement count_phone_;
  History look_ups_of_rules_;
  unsigned look_ups_ = 0;
  bool is_looking_ = false;
  std::mutex mutex_;
  std::vector<NotedToken> tokens_;
  std::vector<NotedCall> calls_;
};

}  // namespace diallint
