#include "campaign/list_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "base/ascii.h"
#include "base/printable.h"
#include "base/utf8.h"
#include "input/csv_columns.h"
#include "input/format_detection.h"

namespace diallint {
namespace {

using Names = std::span<const std::string_view>;

// Names without case, spaces and punctuation, each with a space behind it, the preferred one first.
struct Preset {
  std::string_view name;
  std::string_view marks;   // one of them has to be there...
  std::string_view phones;  // ...and one of these
  std::string_view regions;
  std::string_view keys;
};

// Amazon Pinpoint's endpoints, as segments are imported and exported.
constexpr Preset kPinpoint = {"pinpoint", "channeltype ", "address ",
                              "locationcountry demographiclocalecountry ", "id useruserid "};

// Whatever is left is known by the names that people give a number.
constexpr std::array kPresets = {
    kPinpoint,
    // Reports, and what Data Loader exports.
    Preset{"salesforce", "contactid leadid accountid mailingcountry mailingcountrycode ",
           "mobile mobilephone phone homephone otherphone ",
           "mailingcountrycode mailingcountry countrycode country othercountry billingcountry ",
           "contactid leadid id accountid "},
    Preset{"hubspot", "recordid vid hsobjectid countryregion ",
           "mobilephonenumber mobilephone phonenumber phone ", "countryregion countrycode country ",
           "recordid vid hsobjectid contactid "},
};

constexpr std::string_view kRegionNames =
    "countrycode country countryregion regioncode iso2 isocountry addresscountry ";
constexpr std::string_view kKeyNames = "clienttoken customerid contactid recordid rowid key id ";
constexpr std::string_view kRefusalNames =
    "donotcall donotcontact donotphone dnc optout optedout phoneoptout phoneoptedout unsubscribed ";
constexpr std::array<std::string_view, 2> kAttributePrefixes = {"attributes.",
                                                                "user.userattributes."};

std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (is_letter(c) || is_digit(c)) out += to_lower(c);
  return out;
}

// Calls `take` with each of the words that end with a space.
template <typename Take>
void each_word(std::string_view words, const Take& take) {
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = words.find(' ', at);
    take(words.substr(at, end - at));
    at = end + 1;
  }
}

bool says_telephone(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 5> kWords = {"phone", "mobile", "cell", "tel", "msisdn"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return name.find(word) != std::string_view::npos;
  });
}

// A name as a message shows it: neither a value nor anything that a terminal acts on.
std::string in_words(std::string_view name) {
  constexpr std::size_t kShown = 64;
  std::size_t end = 0;
  for (std::size_t n = 0; n < kShown && end < name.size(); ++n) next_code_point(name, end);
  return fmt::format("'{}{}'", printable(shown_column(name.substr(0, end))),
                     end < name.size() ? "…" : "");
}

std::string all_in_words(Names names) {
  constexpr std::size_t kShown = 40;
  std::string words;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) {
    if (i > 0) words += ", ";
    words += in_words(trimmed(names[i]));
  }
  if (names.size() > kShown) words += fmt::format(" and {} more", names.size() - kShown);
  return words;
}

// By its folded name; kNoColumn where there is none, and for a name without a letter of ASCII.
std::uint32_t column_folded(std::span<const std::string> folded_names, std::string_view name) {
  if (name.empty()) return kNoColumn;
  const auto found = std::find(folded_names.begin(), folded_names.end(), name);
  return found == folded_names.end() ? kNoColumn
                                     : static_cast<std::uint32_t>(found - folded_names.begin());
}

std::vector<std::string> all_folded(Names names) {
  std::vector<std::string> out;
  out.reserve(names.size());
  for (const std::string_view name : names) out.push_back(folded(name));
  return out;
}

class Recogniser {
 public:
  Recogniser(Names names, const PrepareOptions& options)
      : names_(names), options_(options), folded_(all_folded(names)) {}

  ListColumns run(const Member& phone, const Node& phone_node) {
    recognise(phone, phone_node);
    apply_options();
    return std::move(columns_);
  }

 private:
  std::uint32_t column(std::string_view name) const { return column_folded(folded_, name); }

  std::vector<std::uint32_t> all_of(std::string_view words) const {
    std::vector<std::uint32_t> found;
    each_word(words, [&](std::string_view word) {
      if (const std::uint32_t at = column(word); at != kNoColumn) found.push_back(at);
    });
    return found;
  }

  std::uint32_t first_of(std::string_view words) const {
    const auto found = all_of(words);
    return found.empty() ? kNoColumn : found.front();
  }

  void recognise(const Member& phone, const Node& phone_node) {
    columns_.refusals = all_of(kRefusalNames);
    recognise_attributes();
    for (const Preset& preset : kPresets) {
      if (all_of(preset.marks).empty() || all_of(preset.phones).empty()) continue;
      columns_.preset = preset.name;
      columns_.phones = all_of(preset.phones);
      columns_.region = first_of(preset.regions);
      columns_.key = first_of(preset.keys);
      if (preset.name == kPinpoint.name) {
        columns_.channel = column("channeltype");
        columns_.status = column("endpointstatus");
      }
      return;
    }
    columns_.region = first_of(kRegionNames);
    columns_.key = first_of(kKeyNames);
    recognise_plain(phone, phone_node);
  }

  void recognise_plain(const Member& phone, const Node& phone_node) {
    columns_.preset = "plain";
    const std::uint32_t own = column(folded(phone.name));
    if (own != kNoColumn) columns_.phones.push_back(own);
    if (own != kNoColumn && trimmed(names_[own]) == phone.name) columns_.preset = "dial-request";
    for (const std::string& alias : phone_node.aliases) {
      const std::uint32_t at = column(folded(alias));
      if (at != kNoColumn) columns_.phones.push_back(at);
    }
    // A column "number" may be that of a house.
    std::stable_partition(columns_.phones.begin(), columns_.phones.end(),
                          [&](std::uint32_t at) { return says_telephone(folded_[at]); });
  }

  void recognise_attributes() {
    for (const std::string_view prefix : kAttributePrefixes) {
      for (std::uint32_t i = 0; i < names_.size(); ++i) {
        const std::string_view name = trimmed(names_[i]);
        if (name.size() <= prefix.size() || to_lower(name.substr(0, prefix.size())) != prefix)
          continue;
        const std::string_view key = name.substr(prefix.size());
        // An endpoint's own attribute comes before one of its user.
        const bool known = std::any_of(columns_.attributes.begin(), columns_.attributes.end(),
                                       [&](const ListAttribute& a) { return a.key == key; });
        if (!known) columns_.attributes.push_back({std::string(key), i});
      }
    }
  }

  // What an option names and the names lack is left out.
  void apply_options() {
    if (!options_.phone_columns.empty()) {
      columns_.preset = "named";
      columns_.phones.clear();
      for (const std::string& name : options_.phone_columns) add(name, columns_.phones);
    }
    if (!options_.region_column.empty()) columns_.region = named(options_.region_column);
    if (!options_.key_column.empty()) columns_.key = named(options_.key_column);
    if (!options_.refusal_column.empty()) add(options_.refusal_column, columns_.refusals);
    if (options_.attributes.empty()) return;
    columns_.attributes.clear();
    for (const AttributeColumn& attribute : options_.attributes) {
      const std::uint32_t at = named(attribute.column);
      if (at != kNoColumn) columns_.attributes.push_back({attribute.key, at});
    }
  }

  std::uint32_t named(std::string_view name) const { return column_named(names_, name); }

  void add(std::string_view name, std::vector<std::uint32_t>& into) const {
    const std::uint32_t at = named(name);
    if (at != kNoColumn && std::find(into.begin(), into.end(), at) == into.end())
      into.push_back(at);
  }

  Names names_;
  const PrepareOptions& options_;
  std::vector<std::string> folded_;
  ListColumns columns_;
};

}  // namespace

std::uint32_t column_named(Names names, std::string_view name) {
  const auto exact = std::find_if(names.begin(), names.end(), [&](std::string_view candidate) {
    return trimmed(candidate) == trimmed(name);
  });
  if (exact != names.end()) return static_cast<std::uint32_t>(exact - names.begin());
  return column_folded(all_folded(names), folded(name));
}

std::vector<NamedColumn> named_columns(const PrepareOptions& options) {
  std::vector<NamedColumn> named;
  for (const std::string& name : options.phone_columns) named.push_back({"--phone-column", name});
  const std::array<NamedColumn, 3> single = {{{"--region-column", options.region_column},
                                              {"--key-column", options.key_column},
                                              {"--do-not-call-column", options.refusal_column}}};
  std::copy_if(single.begin(), single.end(), std::back_inserter(named),
               [](const NamedColumn& column) { return !column.name.empty(); });
  for (const AttributeColumn& attribute : options.attributes)
    named.push_back({"--attribute", attribute.column});
  return named;
}

std::string missing_column(const NamedColumn& column, Names names) {
  return fmt::format("no column is called {}, which {} names; the columns are {}",
                     in_words(column.name), column.option, all_in_words(names));
}

Result<ListColumns> recognise_columns(Names names, ListNames kind, const PrepareOptions& options,
                                      const Member& phone, const Node& phone_node) {
  if (kind == ListNames::kTable) {
    for (const NamedColumn& column : named_columns(options)) {
      if (column_named(names, column.name) == kNoColumn)
        return Error{ErrorCode::kInput, missing_column(column, names)};
    }
  }
  ListColumns columns = Recogniser(names, options).run(phone, phone_node);
  if (!columns.phones.empty()) return columns;
  return Error{ErrorCode::kInput,
               fmt::format("no column is known to hold telephone numbers; name one with "
                           "--phone-column; the columns are {}",
                           all_in_words(names))};
}

}  // namespace diallint
