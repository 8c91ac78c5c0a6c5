#include "phone/plan_parser.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/ascii.h"

namespace diallint::numbering {
namespace {

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }
std::string quoted(std::string_view text) {
  return std::string(1, '\'').append(text.substr(0, 40)).append(1, '\'');
}

class SourceReader {
 public:
  PlanSource read(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      ++line_;
      take_line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    finish();
    return std::move(plan_);
  }

 private:
  [[noreturn]] void fail(std::string message) const {
    throw PlanFailure{{line_, std::move(message)}};
  }
  [[noreturn]] static void fail_at(std::size_t line, std::string message) {
    throw PlanFailure{{line, std::move(message)}};
  }

  void take_line(std::string_view line) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') return;
    if (line.front() == ' ') return take_alternative(line);
    const std::size_t space = line.find(' ');
    const std::string_view word = line.substr(0, space);
    const std::string_view rest = space == line.npos ? std::string_view() : line.substr(space + 1);
    range_ = nullptr;
    if (word == "package") return;
    if (word == "version") return take_text(plan_.version, rest);
    if (word == "date") return take_date(rest);
    if (word == "calling-code") return take_code(rest);
    if (word == "region") return take_region(rest);
    take_range(word, rest);
  }

  void take_text(std::string_view& member, std::string_view text) const {
    if (text.empty()) fail("a value must follow the keyword");
    if (!member.empty()) fail("this line appears twice");
    member = text;
  }

  void take_date(std::string_view text) {
    const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                        all_digits(text.substr(0, 4)) && all_digits(text.substr(5, 2)) &&
                        all_digits(text.substr(8));
    if (!shaped) fail("the date is " + quoted(text) + ", not of the form YYYY-MM-DD");
    if (text.substr(5, 2) < "01" || text.substr(5, 2) > "12" || text.substr(8) < "01" ||
        text.substr(8) > "31") {
      fail("no such date: " + quoted(text));
    }
    take_text(plan_.date, text);
  }

  void take_code(std::string_view digits) {
    if (digits.empty() || digits.size() > 3 || !all_digits(digits) || digits.front() == '0') {
      fail("a calling code is one to three digits and does not begin with 0, unlike " +
           quoted(digits));
    }
    for (const CallingCodeSource& other : plan_.codes) {
      if (digits.starts_with(other.digits) || other.digits.starts_with(digits)) {
        fail("calling code " + std::string(digits) + " and " + std::string(other.digits) +
             " of line " + std::to_string(other.line) + " begin alike");
      }
    }
    check_region();
    check_code();
    plan_.codes.push_back({digits, line_, {}});
  }

  void take_region(std::string_view id) {
    if (plan_.codes.empty()) fail("a region must follow a calling-code");
    if (id != "001" && (id.size() != 2 || !is_upper(id[0]) || !is_upper(id[1]))) {
      fail("a region is two capital letters or 001, not " + quoted(id));
    }
    check_region();
    auto& regions = plan_.codes.back().regions;
    for (const RegionSource& other : regions) {
      if (other.id == id) fail("region " + std::string(id) + " appears twice in its calling code");
    }
    regions.emplace_back();
    regions.back().id = id;
    regions.back().line = line_;
  }

  void take_range(std::string_view word, std::string_view rest) {
    if (plan_.codes.empty() || plan_.codes.back().regions.empty()) {
      fail("unknown keyword " + quoted(word) + ", or a range before the first region");
    }
    RegionSource& region = plan_.codes.back().regions.back();
    Range& range = range_named(region, word);
    if (range.present || (word == "mobile" && region.mobile_is_fixed)) {
      fail(quoted(word) + " appears twice in its region");
    }
    if (word == "mobile" && rest == "= fixed") {
      region.mobile_is_fixed = true;
      return;
    }
    if (word == "leading" && !rest.empty()) fail("'leading' takes no lengths");
    if (word == "general" && rest.empty()) fail("'general' needs lengths, as in 'general 7,9-10'");
    range.present = true;
    range.line = line_;
    range.lengths = rest.empty() ? 0 : read_lengths(rest);
    range_ = &range;
  }

  Range& range_named(RegionSource& region, std::string_view word) const {
    if (word == "leading") return region.leading;
    if (word == "general") return region.general;
    for (std::size_t i = 0; i < kRangeTypes.size(); ++i) {
      if (word == to_string(kRangeTypes[i])) return region.types[i];
    }
    fail("unknown keyword " + quoted(word));
  }

  Lengths read_lengths(std::string_view text) const {
    Lengths lengths = 0;
    for (std::string_view rest = text;;) {
      const int from = read_length(rest, text);
      int to = from;
      if (rest.starts_with('-')) {
        rest.remove_prefix(1);
        to = read_length(rest, text);
      }
      if (to < from) fail("the lengths " + quoted(text) + " are in descending order");
      for (int n = from; n <= to; ++n) lengths |= Lengths{1} << n;
      if (rest.empty()) return lengths;
      if (rest.front() != ',') fail("lengths are written as 7,9-10, not " + quoted(text));
      rest.remove_prefix(1);
    }
  }

  int read_length(std::string_view& rest, std::string_view all) const {
    int value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc() || value < 1 || value > kMaxNationalDigits) {
      fail("lengths are written as 7,9-10 and go from 1 to 17, unlike " + quoted(all));
    }
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    // A lookup steps the first digits by table, without asking whether a number ends there.
    if (value + plan_.codes.back().digits.size() < 4) {
      fail("a number has four digits or more with its calling code");
    }
    return value;
  }

  void take_alternative(std::string_view line) {
    if (range_ == nullptr) fail("an indented line must continue a pattern");
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty()) fail("a line holds only blanks");
    range_->alternatives.push_back({line, line_});
  }

  // The region that ends here.
  void check_region() const {
    if (plan_.codes.empty() || plan_.codes.back().regions.empty()) return;
    const RegionSource& region = plan_.codes.back().regions.back();
    const std::string name = "region " + std::string(region.id);
    if (!region.general.present) fail_at(region.line, name + " has no 'general'");
    if (region.mobile_is_fixed && !region.types[kFixedRange].present) {
      fail_at(region.line, name + " has 'mobile = fixed' and no 'fixed'");
    }
    check_range(region.leading);
    check_range(region.general);
    for (const Range& range : region.types) check_range(range);
  }

  static void check_range(const Range& range) {
    if (range.present && range.alternatives.empty()) fail_at(range.line, "no pattern follows");
  }

  void check_code() const {
    if (plan_.codes.empty() || !plan_.codes.back().regions.empty()) return;
    fail_at(plan_.codes.back().line, "a calling code has no region");
  }

  void finish() {
    check_region();
    check_code();
    if (plan_.version.empty()) fail_at(0, "the 'version' line is missing");
    if (plan_.date.empty()) fail_at(0, "the 'date' line is missing");
    if (plan_.codes.empty()) fail_at(0, "no calling code");
  }

  PlanSource plan_;
  Range* range_ = nullptr;  // takes the indented lines
  std::size_t line_ = 0;
};

}  // namespace

PlanSource read_source(std::string_view text) { return SourceReader().read(text); }

}  // namespace diallint::numbering
