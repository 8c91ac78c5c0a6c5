#include "diallint/history_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

#include "base/printable.h"
#include "base/sha256.h"
#include "diallint/history_key.h"
#include "diallint/library_calls.h"
#include "shared/failure.h"
#include "shared/interruption.h"

namespace diallint {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

// Tables are clustered by hash: a look-up reads one path down the tree, and nothing beside it.
constexpr StoreKind kKind = {
    "history of diallint", 0x644C4869, 1,
    "CREATE TABLE tokens (hash BLOB PRIMARY KEY, request BLOB NOT NULL, first INTEGER NOT NULL) "
    "WITHOUT ROWID;"
    "CREATE TABLE calls (phone INTEGER, token INTEGER, at INTEGER NOT NULL, PRIMARY KEY (phone, "
    "token)) WITHOUT ROWID;"
    "CREATE TABLE state (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;"};

// What is hashed, in front of its text: equal texts of different kinds have nothing in common.
constexpr char kToken = 't';
constexpr char kRequest = 'r';
constexpr char kPhone = 'p';
constexpr char kKey = 'k';

// A look-up makes neither a file nor a key.
void expect_there(const std::string& path, HistoryFile::Use use) {
  if (use == HistoryFile::Use::kWrite || ::access(path.c_str(), F_OK) == 0) return;
  throw FatalError{fmt::format(
      "{}: it does not exist; prepare, reconcile and check --remember begin one", printable(path))};
}

Database opened(const std::string& path, HistoryFile::Use use) {
  const bool writes = use == HistoryFile::Use::kWrite;
  return made(
      Database::open(path, kKind, writes ? Database::Access::kCreate : Database::Access::kRead));
}

// A file that is no history lacks no key.
std::string key_for(const std::string& path, HistoryFile::Use use) {
  expect_there(path, use);
  if (!has_history_key(path) && holds_anything(path)) opened(path, HistoryFile::Use::kLookUp);
  return history_key(path);
}

// Tells the calls of one number apart, so that a retry is none.
std::int64_t call_of(const std::array<char, 16>& token) {
  std::int64_t part = 0;
  std::memcpy(&part, token.data(), 3);
  return part & 0x7FFFFF;
}

std::string_view bytes(const std::array<char, 16>& hash) { return {hash.data(), hash.size()}; }

}  // namespace

// --- opening -------------------------------------------------------------------------------------

HistoryFile::HistoryFile(const std::string& path, Use use)
    : path_(path),
      key_(key_for(path, use)),
      database_(opened(path, use)),
      find_token_(prepared("SELECT request, first FROM tokens WHERE hash = ?")),
      count_phone_(prepared("SELECT count(*) FROM calls WHERE phone = ? AND at >= ?")) {
  look_ups_of_rules_.find_token = [this](std::string_view token, std::string_view request) {
    return find_token(token, request);
  };
  look_ups_of_rules_.count_phone = [this](std::string_view phone, const Instant& since) {
    return count_phone(phone, since);
  };
  turn_failing_maps_into_errors(
      "a history (--history) cannot be read any more: its disk has failed, or something has cut it "
      "off; what was noted there before is kept, check the disk and run this again");
  // In KiB and bytes, as far as they are needed. To copy each page out of the system's cache would
  // take as long as all the rest of a look-up.
  expect(database_.run("PRAGMA cache_size = -65536; PRAGMA mmap_size = 2147483648"));
  if (use == Use::kWrite) {
    Statement own = prepared("INSERT INTO state VALUES ('key', ?) ON CONFLICT DO NOTHING");
    own.bind_blob(1, bytes(hash_of(kKey, {})));
    step(own);
  }
  check_key();
}

/// The key's own hash is in the file, so that another key does not pass for a file without tokens.
void HistoryFile::check_key() {
  Statement known = prepared("SELECT value FROM state WHERE name = 'key'");
  if (!step(known) || known.bytes(0) == bytes(hash_of(kKey, {}))) return;
  throw FatalError{
      fmt::format("{}: it is not the key that {} was begun with; put that one back, or "
                  "begin a new history",
                  printable(history_key_path(path_)), printable(path_))};
}

HistoryFile::Hash HistoryFile::hash_of(char kind, std::string_view text) const {
  std::string tagged(1, kind);
  tagged += text;
  const Digest digest = key_.of(tagged);
  Hash hash;
  std::memcpy(hash.data(), digest.data(), hash.size());
  return hash;
}

// As few bits as tell ten million numbers apart, but for one pair in five files.
std::int64_t HistoryFile::phone_of(std::string_view phone) const {
  constexpr int kBytes = 6;
  const Hash hash = hash_of(kPhone, phone);
  std::int64_t part = 0;
  std::memcpy(&part, hash.data(), kBytes);
  return part -
         (std::int64_t{1} << (8 * kBytes - 1));  // SQLite's integers of that size have a sign
}

Statement HistoryFile::prepared(std::string_view sql) { return made(database_.prepare(sql)); }

bool HistoryFile::step(Statement& statement) { return made(statement.step()); }

void HistoryFile::expect(const Error& error) const {
  if (error) fail_with(error);
}

std::int64_t HistoryFile::number(std::string_view sql, std::optional<std::int64_t> value) {
  Statement statement = prepared(sql);
  if (value) statement.bind(1, *value);
  return step(statement) ? statement.number(0) : 0;
}

// --- looking up ----------------------------------------------------------------------------------

/// Look-ups that follow each other see one state of the file: to lock it for each takes longer than
/// all the rest. So now and then they turn to the newest.
void HistoryFile::refresh() {
  constexpr unsigned kLookUps = 1024;
  if (look_ups_++ % kLookUps != 0) return;
  end_look_ups();
  expect(database_.run("BEGIN"));
  is_looking_ = true;
}

void HistoryFile::end_look_ups() {
  if (std::exchange(is_looking_, false)) expect(database_.run("COMMIT"));
}

std::optional<PastUse> HistoryFile::find_token(std::string_view token, std::string_view request) {
  const Hash hash = hash_of(kToken, token);
  const std::lock_guard lock(mutex_);
  refresh();
  find_token_.bind_blob(1, bytes(hash));
  if (!step(find_token_)) return std::nullopt;
  const PastUse use = {{find_token_.number(1)},
                       find_token_.bytes(0) == bytes(hash_of(kRequest, request))};
  find_token_.reset();
  return use;
}

std::uint64_t HistoryFile::count_phone(std::string_view phone, const Instant& since) {
  const std::int64_t hash = phone_of(phone);
  const std::lock_guard lock(mutex_);
  refresh();
  count_phone_.bind(1, hash).bind(2, since.seconds);
  const bool found = step(count_phone_);
  const auto calls = static_cast<std::uint64_t>(found ? count_phone_.number(0) : 0);
  count_phone_.reset();
  return calls;
}

// --- writing -------------------------------------------------------------------------------------

void HistoryFile::note(const SentRequest& sent) {
  const NotedToken token = {hash_of(kToken, sent.token), hash_of(kRequest, sent.request),
                            sent.when.seconds};
  const NotedCall call = {sent.phone.empty() ? 0 : phone_of(sent.phone), call_of(token.token),
                          sent.when.seconds};
  const std::lock_guard lock(mutex_);
  tokens_.push_back(token);
  if (!sent.phone.empty()) calls_.push_back(call);
}

void HistoryFile::commit(const Instant& now) {
  end_look_ups();
  look_ups_ = 0;
  prune(now);
  // In the order of the tables each page is written once.
  std::sort(tokens_.begin(), tokens_.end(), [](const NotedToken& a, const NotedToken& b) {
    const int order = std::memcmp(a.token.data(), b.token.data(), a.token.size());
    return order != 0 ? order < 0 : a.first < b.first;
  });
  std::sort(calls_.begin(), calls_.end(), [](const NotedCall& a, const NotedCall& b) {
    return std::tie(a.phone, a.token, a.at) < std::tie(b.phone, b.token, b.at);
  });
  Transaction transaction = made(database_.begin());
  write_tokens();
  write_calls();
  expect(transaction.commit());
  tokens_.clear();
  calls_.clear();
}

void HistoryFile::write_tokens() {
  Statement insert =
      prepared(fmt::format("INSERT INTO tokens VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET "
                           "request = excluded.request, "
                           "first = excluded.first WHERE first <= excluded.first - {}",
                           kHistorySeconds));
  for (const NotedToken& noted : tokens_) {
    insert.bind_blob(1, bytes(noted.token)).bind_blob(2, bytes(noted.request)).bind(3, noted.first);
    step(insert);
  }
}

void HistoryFile::write_calls() {
  Statement insert = prepared("INSERT INTO calls VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  for (const NotedCall& call : calls_) {
    insert.bind(1, call.phone).bind(2, call.token).bind(3, call.at);
    step(insert);
  }
}

void HistoryFile::prune(const Instant& now) {
  if (now.seconds - number("SELECT value FROM state WHERE name = 'pruned'") < kDaySeconds) return;
  prune_table("tokens", "first", now.seconds - kHistorySeconds);
  prune_table("calls", "at", now.seconds - kHistorySeconds);
  number(
      "INSERT INTO state VALUES ('pruned', ?1) ON CONFLICT (name) DO UPDATE SET value = "
      "excluded.value",
      now.seconds);
}

/// Bit by bit: others write in between, and the log stays small.
void HistoryFile::prune_table(std::string_view table, std::string_view column,
                              std::int64_t oldest) {
  constexpr int kRows = 100'000;
  const std::string key = table == "tokens" ? "hash" : "phone, token";
  Statement remove = prepared(
      fmt::format("DELETE FROM {0} WHERE ({2}) IN (SELECT {2} FROM {0} WHERE {1} <= ? LIMIT {3})",
                  table, column, key, kRows));
  do {
    remove.bind(1, oldest);
    step(remove);
  } while (database_.changes() == kRows);
}

// --- what is in it -------------------------------------------------------------------------------

HistoryFacts HistoryFile::facts(const Instant& now) {
  HistoryFacts facts;
  Statement ages = prepared(
      "SELECT max(0, (?1 - first) / 86400) AS age, count(*), min(first), max(first) FROM tokens "
      "GROUP BY age");
  ages.bind(1, now.seconds);
  while (step(ages)) {
    const auto age = static_cast<std::uint64_t>(ages.number(0));
    const auto count = static_cast<std::uint64_t>(ages.number(1));
    (age < facts.tokens_by_age.size() ? facts.tokens : facts.older_tokens) += count;
    if (age < facts.tokens_by_age.size()) facts.tokens_by_age[age] = count;
    const Instant first{ages.number(2)};
    const Instant last{ages.number(3)};
    facts.oldest = std::min(facts.oldest.value_or(first), first);
    facts.newest = std::max(facts.newest.value_or(last), last);
  }
  facts.calls = static_cast<std::uint64_t>(number("SELECT count(*) FROM calls"));
  facts.numbers = static_cast<std::uint64_t>(number("SELECT count(DISTINCT phone) FROM calls"));
  return facts;
}

}  // namespace diallint
