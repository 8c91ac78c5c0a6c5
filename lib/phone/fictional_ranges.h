// The ranges reserved for fiction, outside of North America, as their regulators list them.
#pragma once
#include <array>
#include <cstdint>

#include "diallint/fictional_numbers.h"

namespace diallint::fiction {

inline constexpr FictionalNumber kNorthAmerica = {"", "NANPA, 555 Line Numbers",
                                                  "https://nanpa.com/numbering/555-line-numbers"};
inline constexpr FictionalNumber kFrance = {
    "FR", "Arcep, décision 2018-0881, 2.5.12 Numéros pour œuvres audiovisuelles",
    "https://www.arcep.fr/uploads/tx_gsavis/18-0881.pdf"};
// ComReg's document has a number of its own for each revision, so the address is that of its
// series.
inline constexpr FictionalNumber kIreland = {
    "IE", "ComReg 15/136, Numbering Conditions of Use and Application Process, drama numbers",
    "https://www.comreg.ie/"};
inline constexpr FictionalNumber kUnitedKingdom = {
    "GB", "Ofcom, Telephone numbers for use in TV and radio drama programmes",
    "https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama"};
inline constexpr FictionalNumber kSweden = {
    "SE", "PTS, Telefonnummer för användning i böcker och filmer etc.",
    "https://www.pts.se/sv/bransch/telefoni/nummer-och-adressering/"
    "telefonnummer-for-anvandning-i-bocker-och-filmer-etc/"};
inline constexpr FictionalNumber kGermany = {
    "DE", "Bundesnetzagentur, Mitteilung 148/2021, Rufnummern für Medienproduktionen",
    "https://www.bundesnetzagentur.de/DE/Fachthemen/Telekommunikation/Nummerierung/_DL/"
    "mittlg148_2021.pdf"};
inline constexpr FictionalNumber kAustralia = {
    "AU", "ACMA, Phone numbers for use in TV shows, films and creative works",
    "https://www.acma.gov.au/phone-numbers-use-tv-shows-films-and-creative-works"};

struct Row {
  std::uint64_t first;
  std::uint64_t last;
  const FictionalNumber* origin;
};

// Sorted. With the calling code, as one integer.
inline constexpr std::array kRows = {
    // clang-format off
    Row{33'199000000, 33'199009999, &kFrance},           // 01 99 00 XX XX
    Row{33'261910000, 33'261919999, &kFrance},           // 02 61 91 XX XX
    Row{33'353010000, 33'353019999, &kFrance},           // 03 53 01 XX XX
    Row{33'465710000, 33'465719999, &kFrance},           // 04 65 71 XX XX
    Row{33'536490000, 33'536499999, &kFrance},           // 05 36 49 XX XX
    Row{33'639980000, 33'639989999, &kFrance},           // 06 39 98 XX XX
    Row{46'313900600, 46'313900699, &kSweden},           // 031-390 06 XX
    Row{46'406280400, 46'406280499, &kSweden},           // 040-628 04 XX
    Row{46'701740605, 46'701740699, &kSweden},           // 070-174 06 05 and up
    Row{46'846500400, 46'846500499, &kSweden},           // 08-465 004 XX
    Row{46'980319200, 46'980319299, &kSweden},           // 0980-31 92 XX
    Row{61'255500000, 61'255509999, &kAustralia},        // (02) 5550 XXXX
    Row{61'270100000, 61'270109999, &kAustralia},        // (02) 7010 XXXX
    Row{61'355500000, 61'355509999, &kAustralia},
    Row{61'370100000, 61'370109999, &kAustralia},
    Row{61'491570006, 61'491570006, &kAustralia},        // the mobile numbers are single ones
    Row{61'491570110, 61'491570110, &kAustralia},
    Row{61'491570156, 61'491570159, &kAustralia},
    Row{61'491570313, 61'491570313, &kAustralia},
    Row{61'491570737, 61'491570737, &kAustralia},
    Row{61'491571266, 61'491571266, &kAustralia},
    Row{61'491571491, 61'491571491, &kAustralia},
    Row{61'491571804, 61'491571804, &kAustralia},
    Row{61'491572549, 61'491572549, &kAustralia},
    Row{61'491572665, 61'491572665, &kAustralia},
    Row{61'491572983, 61'491572983, &kAustralia},
    Row{61'491573087, 61'491573087, &kAustralia},
    Row{61'491573770, 61'491573770, &kAustralia},
    Row{61'491574118, 61'491574118, &kAustralia},
    Row{61'491574632, 61'491574632, &kAustralia},
    Row{61'491575254, 61'491575254, &kAustralia},
    Row{61'491575789, 61'491575789, &kAustralia},
    Row{61'491576398, 61'491576398, &kAustralia},
    Row{61'491576801, 61'491576801, &kAustralia},
    Row{61'491577426, 61'491577426, &kAustralia},
    Row{61'491577644, 61'491577644, &kAustralia},
    Row{61'491578148, 61'491578148, &kAustralia},
    Row{61'491578888, 61'491578888, &kAustralia},
    Row{61'491578957, 61'491578957, &kAustralia},
    Row{61'491579212, 61'491579212, &kAustralia},
    Row{61'491579455, 61'491579455, &kAustralia},
    Row{61'491579760, 61'491579760, &kAustralia},
    Row{61'755500000, 61'755509999, &kAustralia},
    Row{61'770100000, 61'770109999, &kAustralia},
    Row{61'855500000, 61'855509999, &kAustralia},
    Row{61'870100000, 61'870109999, &kAustralia},
    Row{353'209100000, 353'209199999, &kIreland},        // 020 91X XXXX
    Row{44'1134960000, 44'1134960999, &kUnitedKingdom},  // Leeds
    Row{44'1144960000, 44'1144960999, &kUnitedKingdom},  // Sheffield
    Row{44'1154960000, 44'1154960999, &kUnitedKingdom},  // Nottingham
    Row{44'1164960000, 44'1164960999, &kUnitedKingdom},  // Leicester
    Row{44'1174960000, 44'1174960999, &kUnitedKingdom},  // Bristol
    Row{44'1184960000, 44'1184960999, &kUnitedKingdom},  // Reading
    Row{44'1214960000, 44'1214960999, &kUnitedKingdom},  // Birmingham
    Row{44'1314960000, 44'1314960999, &kUnitedKingdom},  // Edinburgh
    Row{44'1414960000, 44'1414960999, &kUnitedKingdom},  // Glasgow
    Row{44'1514960000, 44'1514960999, &kUnitedKingdom},  // Liverpool
    Row{44'1614960000, 44'1614960999, &kUnitedKingdom},  // Manchester
    Row{44'1632960000, 44'1632960999, &kUnitedKingdom},  // no area
    Row{44'1914980000, 44'1914980999, &kUnitedKingdom},  // Tyneside, Durham, Sunderland
    Row{44'2079460000, 44'2079460999, &kUnitedKingdom},  // London
    Row{44'2890180000, 44'2890180999, &kUnitedKingdom},  // Northern Ireland, the older range
    Row{44'2896496000, 44'2896496999, &kUnitedKingdom},  // Northern Ireland
    Row{44'2920180000, 44'2920180999, &kUnitedKingdom},  // Cardiff
    Row{44'3069990000, 44'3069990999, &kUnitedKingdom},  // UK-wide
    Row{44'7700900000, 44'7700900999, &kUnitedKingdom},  // mobile
    Row{44'8081570000, 44'8081570999, &kUnitedKingdom},  // freephone
    Row{44'9098790000, 44'9098790999, &kUnitedKingdom},  // premium rate
    Row{49'1713920000, 49'1713920099, &kGermany},        // mobile: two blocks, the others single
    Row{49'1729925904, 49'1729925904, &kGermany},
    Row{49'1729968532, 49'1729968532, &kGermany},
    Row{49'1729973185, 49'1729973186, &kGermany},
    Row{49'1729980752, 49'1729980752, &kGermany},
    Row{49'1749091317, 49'1749091317, &kGermany},
    Row{49'1749464308, 49'1749464308, &kGermany},
    Row{49'2214710000, 49'2214710999, &kGermany},        // Köln
    Row{49'3023125000, 49'3023125999, &kGermany},        // Berlin
    Row{49'4066969000, 49'4066969999, &kGermany},        // Hamburg
    Row{49'6990009000, 49'6990009999, &kGermany},        // Frankfurt am Main
    Row{49'8999998000, 49'8999998999, &kGermany},        // München
    Row{61'1300975707, 61'1300975711, &kAustralia},      // local rate
    Row{61'1800160401, 61'1800160401, &kAustralia},      // freephone
    Row{61'1800975707, 61'1800975711, &kAustralia},
    Row{49'15228817386, 49'15228817386, &kGermany},
    Row{49'15228895456, 49'15228895456, &kGermany},
    Row{49'15254599371, 49'15254599371, &kGermany},
    Row{49'17604069000, 49'17604069099, &kGermany},
    // clang-format on
};

}  // namespace diallint::fiction
