// What schemas demand of a value itself: its type, what it may be, its bounds and form.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <unordered_set>

#include "base/json_number.h"
#include "base/plural.h"
#include "base/text_formats.h"
#include "base/utf8.h"
#include "rules/assertion_demands.h"

namespace diallint {
namespace {

// A demand on values of some kinds; others fulfil it.
class OfKinds final : public OwnDemand {
 public:
  using Holds = std::function<bool(const ValueTree&)>;
  using Complaint = std::function<std::string(const ValueTree&)>;
  using Suggest = std::function<Sample(Random&)>;
  OfKinds(KindSet kinds, Holds holds, Complaint complaint, Suggest suggest = {})
      : kinds_(kinds),
        holds_(std::move(holds)),
        complaint_(std::move(complaint)),
        suggest_(std::move(suggest)) {}

  bool holds(const ValueTree& value, Judgement&) const override {
    return !diallint::holds(kinds_, value.kind) || holds_(value);
  }
  std::optional<Sample> suggested(Random& random) const override {
    return suggest_ ? std::optional(suggest_(random)) : std::nullopt;
  }

 protected:
  std::string complaint(const ValueTree& value, Judgement&) const override {
    return complaint_(value);
  }

 private:
  KindSet kinds_;
  Holds holds_;
  Complaint complaint_;
  Suggest suggest_;
};

DemandPtr demand(KindSet kinds, OfKinds::Holds holds, std::string complaint,
                 OfKinds::Suggest suggest = {}) {
  return std::make_unique<OfKinds>(
      kinds, std::move(holds), [text = std::move(complaint)](const ValueTree&) { return text; },
      std::move(suggest));
}

std::string list_of_kinds(KindSet kinds, bool whole) {
  std::string text;
  for (const Kind kind :
       {Kind::kString, Kind::kNumber, Kind::kBoolean, Kind::kArray, Kind::kObject, Kind::kNull}) {
    if (!holds(kinds, kind)) continue;
    if (!text.empty()) text += " or ";
    text += whole && kind == Kind::kNumber ? "an integer" : with_article(kind);
  }
  return text;
}

std::string joined(const std::vector<std::string>& texts) {
  constexpr std::size_t kShown = 20;
  std::string text;
  for (std::size_t i = 0; i < texts.size() && i < kShown; ++i) {
    text += (i == 0 ? "" : ", ") + texts[i];
  }
  return texts.size() > kShown ? text + " …" : text;
}

std::uint64_t count_of(Counted counted, const ValueTree& value) {
  if (counted == Counted::kCharacters) return count_code_points(value.text);
  return counted == Counted::kItems ? value.items.size() : value.members.size();
}

struct Unit {
  Kind kind;
  std::string_view one;
};

constexpr Unit unit_of(Counted counted) {
  if (counted == Counted::kCharacters) return {Kind::kString, "character"};
  if (counted == Counted::kItems) return {Kind::kArray, "item"};
  return {Kind::kObject, "member"};
}

std::string hex_text(Random& random, std::string text) {
  for (char& c : text) {
    if (c == '#') c = "0123456789abcdef"[random.below(16)];
  }
  return text;
}

struct Format {
  std::string_view name;
  bool (*fits)(std::string_view text);
  std::string_view what;
  std::string_view sample;  ///< each # is a hexadecimal digit
};

constexpr Format kFormats[] = {
    {"date-time", is_date_time, "a date-time as 2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z"},
    {"email", is_email, "an e-mail address", "user.####@example.com"},
    {"uri", is_uri, "a URI", "https://example.com/####"},
    {"uuid", is_uuid, "a UUID", "########-####-4###-a###-############"},
};

}  // namespace

DemandPtr demand_nothing() {
  return demand(
      kEveryKind, [](const ValueTree&) { return false; }, "is not allowed here");
}

DemandPtr demand_type(KindSet kinds, bool whole) {
  const auto fits = [kinds, whole](const ValueTree& value) {
    return holds(kinds, value.kind) &&
           (!whole || value.kind != Kind::kNumber || is_integer(value.text));
  };
  return demand(kEveryKind, fits, "must be " + list_of_kinds(kinds, whole));
}

DemandPtr demand_one_of(std::vector<Sample> allowed, const std::vector<std::string>& texts) {
  std::unordered_set<std::string> canonical;
  for (const Sample& value : allowed) canonical.insert(tree_of(value).canonical());
  return demand(
      kEveryKind,
      [canonical = std::move(canonical)](const ValueTree& value) {
        return canonical.contains(value.canonical());
      },
      "must be one of: " + joined(texts),
      [allowed = std::move(allowed)](Random& random) {
        return allowed[random.below(allowed.size())];
      });
}

DemandPtr demand_bound(Bound bound, std::string limit) {
  static constexpr std::array<std::string_view, 4> kWords = {"at least", "at most", "more than",
                                                             "less than"};
  const double edge = value_of(limit);
  const auto fits = [bound, edge](const ValueTree& value) {
    const double number = value_of(value.text);
    switch (bound) {
      case Bound::kMinimum:
        return number >= edge;
      case Bound::kMaximum:
        return number <= edge;
      case Bound::kAbove:
        return number > edge;
      default:
        return number < edge;
    }
  };
  return demand(set_of(Kind::kNumber), fits,
                fmt::format("must be {} {}", kWords.at(static_cast<std::size_t>(bound)), limit));
}

DemandPtr demand_multiple_of(std::string divisor) {
  std::string complaint = fmt::format("must be a multiple of {}", divisor);
  return demand(
      set_of(Kind::kNumber),
      [divisor = std::move(divisor)](const ValueTree& value) {
        return is_multiple(value.text, divisor);
      },
      std::move(complaint));
}

DemandPtr demand_count(Counted counted, bool least, std::uint64_t limit) {
  const Unit unit = unit_of(counted);
  return std::make_unique<OfKinds>(
      set_of(unit.kind),
      [=](const ValueTree& value) {
        const std::uint64_t n = count_of(counted, value);
        return least ? n >= limit : n <= limit;
      },
      [=](const ValueTree& value) {
        return fmt::format("has {}; at {} {} {}",
                           diallint::counted(count_of(counted, value), unit.one),
                           least ? "least" : "most", limit,
                           !least       ? "are allowed"
                           : limit == 1 ? "is needed"
                                        : "are needed");
      });
}

DemandPtr demand_pattern(std::shared_ptr<const Pattern> pattern) {
  std::string complaint = fmt::format("does not match its pattern {}", pattern->source());
  return demand(
      set_of(Kind::kString),
      [pattern = std::move(pattern)](const ValueTree& value) {
        return pattern->matches(value.text);
      },
      std::move(complaint));
}

DemandPtr demand_format(std::string_view name) {
  for (const Format& format : kFormats) {
    if (format.name != name) continue;
    return demand(
        set_of(Kind::kString),
        [fits = format.fits](const ValueTree& value) { return fits(value.text); },
        fmt::format("must be {}", format.what),
        [&format](Random& random) {
          return Sample::string(hex_text(random, std::string(format.sample)));
        });
  }
  return nullptr;
}

DemandPtr demand_unique_items() {
  const auto repeated =
      [](const ValueTree& list) -> std::optional<std::pair<std::size_t, std::size_t>> {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const auto [first, fresh] = places.emplace(list.items[i].canonical(), i);
      if (!fresh) return std::pair{first->second, i};
    }
    return std::nullopt;
  };
  return std::make_unique<OfKinds>(
      set_of(Kind::kArray), [=](const ValueTree& list) { return !repeated(list); },
      [=](const ValueTree& list) {
        const auto places = repeated(list);
        return fmt::format("has equal items at {} and {}, counted from 0; all must differ",
                           places->first, places->second);
      });
}

}  // namespace diallint
