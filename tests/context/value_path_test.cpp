// What findings call things: subjects, pointers, masked keys.
#include "context/value_path.h"

#include <catch2/catch.hpp>
#include <deque>

#include "input/csv_columns.h"

namespace diallint::test {
namespace {

class Fixture {
 public:
  explicit Fixture(Settings settings = {}) : settings_(std::move(settings)) {}
  ValuePath& path() { return path_; }

  /// One step to a member; an empty name is that of no schema.
  void member(std::string_view key, const char* name, Encoding encoding = Encoding::kJsonEscaped) {
    keys_.emplace_back(key);
    Segment& segment = path_.push();
    segment.to_key({keys_.back(), {}, encoding});
    if (*name == '\0') return;
    names_.emplace_back(name);
    segment.member = &names_.back();
  }
  void item(std::uint64_t index) {
    Segment& segment = path_.push();
    segment = {};
    segment.index = index;
    segment.is_index = true;
  }

 private:
  Settings settings_;
  std::deque<std::string> keys_;
  std::deque<std::string> names_;
  ValuePath path_{settings_};
};

}  // namespace

TEST_CASE("Subjects and pointers", "[path]") {
  Fixture f;
  CHECK(f.path().pointer() == "");
  CHECK(f.path().subject() == "the value");
  f.item(3);
  CHECK(f.path().pointer() == "/3");
  f.member("dial_requests", "dialRequests");
  CHECK(f.path().pointer() == "/3/dial_requests");
  CHECK(f.path().subject() == "dialRequests");
  f.item(25);
  CHECK(f.path().pointer() == "/3/dial_requests/25");
  CHECK(f.path().subject() == "dialRequests[25]");
  f.member("attributes", "attributes");
  f.member("na/me~\\u00e9", "");
  CHECK(f.path().pointer() == "/3/dial_requests/25/attributes/na~1me~0\xC3\xA9");
  CHECK(f.path().subject() == "attributes[\"na/me~\xC3\xA9\"]");
  f.path().pop();
  f.member("back\\slash", "", Encoding::kRaw);
  CHECK(f.path().pointer() == "/3/dial_requests/25/attributes/back\\slash");
}

TEST_CASE("Long keys are cut in messages, never in pointers", "[path]") {
  Fixture f;
  std::string key;
  for (int n = 0; n < 100; ++n) key += "\xF0\x9F\x98\x80";
  f.member("attributes", "attributes");
  f.member(key, "");
  CHECK(f.path().pointer() == "/attributes/" + key);
  CHECK(f.path().subject() == "attributes[\"" + key.substr(0, 64 * 4) + "\xE2\x80\xA6\"]");
}

// Messages read no more of a key than they show, wherever in an escape that leaves them.
TEST_CASE("The beginning of a long key is that of the whole", "[path]") {
  std::string shown;
  for (int n = 0; n < 64; ++n) shown += "\xF0\x9F\x98\x80";
  for (std::size_t shift = 0; shift < 14; ++shift) {
    std::string key(shift, 'k');
    for (int n = 0; n < 500; ++n) key += "\\uD83D\\uDE00";
    Fixture f;
    f.member(key, "");
    INFO(shift);
    CHECK(f.path().subject() ==
          std::string(shift, 'k') + shown.substr(0, (64 - shift) * 4) + "\xE2\x80\xA6");
    // Half a name would be another one: where an escape is no escape the key is shown as written.
    Fixture broken;
    broken.member("\\q" + key, "");
    CHECK(broken.path().subject().starts_with("\\q" + key.substr(0, 62)));
  }
}

TEST_CASE("Keys that look like values are masked always", "[path]") {
  Fixture f;
  f.member("attributes", "attributes", kRawHidden);
  f.member("ann@example.com", "", kRawHidden);
  CHECK(f.path().pointer() == "/attributes/***");
  CHECK(f.path().subject() == "attributes[\"***\"]");
}

TEST_CASE("Keys that no schema knows are masked on request", "[path]") {
  Settings settings;
  settings.mask_keys = true;
  Fixture f(settings);
  f.member("attributes", "attributes");
  f.member("secret", "");
  CHECK(f.path().pointer() == "/attributes/***");
  CHECK(f.path().subject() == "attributes[\"***\"]");
}

}  // namespace diallint::test
