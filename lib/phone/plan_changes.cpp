#include "phone/plan_changes.h"

#include <array>

namespace diallint {
namespace {

using Changes = std::vector<NationalChange>;

struct TrunkPrefix {
  unsigned calling_code;
  std::string_view digits;
};

// Beside the 0 that most countries have. ITU-T Operational Bulletin, dialling procedures.
constexpr std::array<TrunkPrefix, 9> kTrunkPrefixes = {{
    {7, "8"},
    {36, "06"},
    {52, "01"},
    {52, "044"},
    {52, "045"},
    {370, "8"},
    {375, "8"},
    {375, "80"},
    {993, "8"},
}};

void add_trunk_prefixes(Changes& out, unsigned calling_code, std::string_view national) {
  if (national.starts_with('0'))
    out.push_back({RepairKind::kTrunkZero, std::string(national.substr(1))});
  for (const TrunkPrefix& prefix : kTrunkPrefixes) {
    if (prefix.calling_code != calling_code || !national.starts_with(prefix.digits)) continue;
    out.push_back({RepairKind::kTrunkPrefix, std::string(national.substr(prefix.digits.size()))});
  }
}

void add_repeated_code(Changes& out, unsigned calling_code, std::string_view national) {
  const std::string code = std::to_string(calling_code);
  if (national.starts_with(code))
    out.push_back({RepairKind::kRepeatedCode, std::string(national.substr(code.size()))});
}

// Mexico, until 2019: 1 before a mobile number that is dialled from abroad (IFT, plan of 3 August
// 2019).
void add_mexican(Changes& out, std::string_view national) {
  if (national.size() == 11 && national[0] == '1')
    out.push_back({RepairKind::kMexicanOne, std::string(national.substr(1))});
}

// Argentina: within the country a 15 stands behind the area code of a mobile number, from abroad a
// 9 before it. An area code has two to four digits, with the rest ten.
void add_argentine(Changes& out, std::string_view national) {
  if (national.starts_with('9')) national.remove_prefix(1);
  if (national.size() != 12) return;
  for (std::size_t area = 2; area <= 4; ++area) {
    if (national.substr(area, 2) != "15") continue;
    std::string changed = "9";
    changed += national.substr(0, area);
    changed += national.substr(area + 2);
    out.push_back({RepairKind::kArgentineFifteen, std::move(changed), true});
  }
}

// Brazil: since 2016 all mobile numbers have a 9 behind their area code of two digits (Anatel,
// resolution 553/2010).
void add_brazilian(Changes& out, std::string_view national) {
  if (national.size() != 10) return;
  std::string changed(national.substr(0, 2));
  changed += '9';
  changed += national.substr(2);
  out.push_back({RepairKind::kBrazilianNine, std::move(changed), true});
}

// Ivory Coast, 31 January 2021: ten digits (ARTCI). What comes before a mobile number is the
// operator's, told by the second digit; a fixed number fits one of three.
void add_ivorian(Changes& out, std::string_view national) {
  if (national.size() != 8) return;
  static constexpr std::array<std::string_view, 10> kMobile = {"01", "01", "01", "01", "05",
                                                               "05", "05", "07", "07", "07"};
  const auto add = [&](std::string_view prefix) {
    out.push_back({RepairKind::kIvorianPrefix, std::string(prefix) + std::string(national)});
  };
  if (national[0] != '2' && national[0] != '3')
    return add(kMobile[static_cast<std::size_t>(national[1] - '0')]);
  for (const std::string_view prefix : {"21", "25", "27"}) add(prefix);
}

// Benin, 30 November 2024: 01 before all numbers (ARCEP Bénin).
void add_beninese(Changes& out, std::string_view national) {
  if (national.size() == 8) out.push_back({RepairKind::kBenineseOne, "01" + std::string(national)});
}

// Viet Nam, 15 September 2018: mobile prefixes of four digits (with the 0) became three (Ministry
// of Information and Communications, decision 798/QD-BTTTT).
void add_vietnamese(Changes& out, std::string_view national) {
  struct Prefix {
    std::string_view was;
    std::string_view is;
  };
  static constexpr std::array<Prefix, 21> kPrefixes = {{
      {"120", "70"}, {"121", "79"}, {"122", "77"}, {"123", "83"}, {"124", "84"}, {"125", "85"},
      {"126", "76"}, {"127", "81"}, {"128", "78"}, {"129", "82"}, {"162", "32"}, {"163", "33"},
      {"164", "34"}, {"165", "35"}, {"166", "36"}, {"167", "37"}, {"168", "38"}, {"169", "39"},
      {"186", "56"}, {"188", "58"}, {"199", "59"},
  }};
  if (national.size() != 10) return;
  for (const Prefix& prefix : kPrefixes) {
    if (!national.starts_with(prefix.was)) continue;
    out.push_back({RepairKind::kVietnameseMobile,
                   std::string(prefix.is) + std::string(national.substr(prefix.was.size()))});
  }
}

}  // namespace

Changes national_changes(unsigned calling_code, std::string_view national) {
  Changes out;
  add_trunk_prefixes(out, calling_code, national);
  add_repeated_code(out, calling_code, national);
  switch (calling_code) {
    case 52:
      add_mexican(out, national);
      break;
    case 54:
      add_argentine(out, national);
      break;
    case 55:
      add_brazilian(out, national);
      break;
    case 84:
      add_vietnamese(out, national);
      break;
    case 225:
      add_ivorian(out, national);
      break;
    case 229:
      add_beninese(out, national);
      break;
    default:
      break;
  }
  return out;
}

}  // namespace diallint
