"""Writes lib/base/special_characters.cpp: the characters that are easily overlooked, or taken for
another, with their names. Run by `./dev generate characters [--check]`.

They are taken from the Unicode Character Database, as Debian's package unicode-data has it.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TARGET = ROOT / "lib/base/special_characters.cpp"
DATABASE = pathlib.Path("/usr/share/unicode")

# Marks that look like one of ASCII without being a compatible form of it: the database knows no
# such relation, so they are listed. Dashes and quotation marks it does know.
ALIKE = {
    "'": (0x00B4, 0x02B9, 0x02BB, 0x02BC, 0x02BD, 0x02C8, 0x2032, 0x2035),
    '"': (0x02BA, 0x2033, 0x2036),
    "/": (0x2044, 0x2215, 0x29F8),
    ".": (0x00B7, 0x2022, 0x2219, 0x22C5, 0x3002),
    ",": (0x060C, 0x3001),
    ":": (0x2236,),
    "+": (0x2795,),
}
# Pictures of nothing, and what stands where a character could not be read.
BLANK = (0x2800,)
NAMED = (0xFFFC, 0xFFFD)
SCRIPTS = ("Latin", "Greek", "Cyrillic")
# Words of names that are names themselves.
PROPER = {"Hangul", "Braille", "Mongolian", "Ogham", "Khmer", "Arabic", "Syriac", "Kaithi", "Hebrew",
          "Armenian", "Canadian", "Egyptian", "Indic", "Arabic-Indic", "Bengali", "Devanagari",
          "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala",
          "Thai", "Lao", "Tibetan", "Myanmar", "Shan", "Limbu", "Tai", "Lue", "Tham", "Balinese",
          "Sundanese", "Lepcha", "Ol", "Chiki", "Vai", "Saurashtra", "Kayah", "Li", "Javanese",
          "Cham", "Meetei", "Mayek", "Osmanya", "Hanifi", "Rohingya", "Brahmi", "Sora", "Sompeng",
          "Chakma", "Sharada", "Khudawadi", "Newa", "Tirhuta", "Modi", "Takri", "Ahom", "Warang",
          "Citi", "Dives", "Akuru", "Bhaiksuki", "Masaram", "Gondi", "Gunjala", "Kawi", "Mro",
          "Tangsa", "Pahawh", "Hmong", "Nyiakeng", "Puachue", "Wancho", "Nag", "Mundari", "Adlam",
          "Laing", "Nko", "Greek", "Cyrillic", "Latin", "Yezidi"}


def fields(name):
    for line in (DATABASE / name).read_text().splitlines():
        content = line.split("#")[0].strip()
        if content:
            yield [field.strip() for field in content.split(";")]


def span(text):
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def with_property(name, wanted):
    return {c for points, value, *_ in fields(name) if value == wanted for c in span(points)}


class Database:
    def __init__(self):
        self.version = re.search(r"PropList-([\d.]+)\.txt",
                                 (DATABASE / "PropList.txt").read_text()).group(1)
        self.name, self.category, self.decomposition = {}, {}, {}
        for code, name, category, _, _, decomposition, *_ in fields("UnicodeData.txt"):
            c = int(code, 16)
            self.name[c], self.category[c], self.decomposition[c] = name, category, decomposition
        for code, alias, kind in fields("NameAliases.txt"):
            c = int(code, 16)
            unnamed = self.name.get(c) == "<control>" and kind in ("control", "figment")
            if unnamed or kind == "alternate":  # the one alternate is "byte order mark"
                self.name[c] = alias
        self.ignorable = with_property("DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")
        self.dash = with_property("PropList.txt", "Dash")
        self.quote = with_property("PropList.txt", "Quotation_Mark")
        self.letters = {script: {c for c in with_property("Scripts.txt", script)
                                 if self.category.get(c, "").startswith("L")}
                        for script in SCRIPTS}

    def plain(self, c):
        """The one character of ASCII that a compatible form stands for, or ''."""
        tag = re.fullmatch(r"<\w+> ([0-9A-F]{4})", self.decomposition.get(c, ""))
        return chr(int(tag.group(1), 16)) if tag and int(tag.group(1), 16) < 0x80 else ""

    def alike(self, c):
        """The mark of ASCII, or the space, that a character is taken for, or ''."""
        for mark, characters in ALIKE.items():
            if c in characters:
                return mark
        if self.category.get(c) in ("Zs", "Zl", "Zp"):
            return " "
        if c in self.dash:
            return "-"
        if c in self.quote:
            return "'" if re.search("SINGLE|APOSTROPHE", self.name[c]) else '"'
        plain = self.plain(c)
        return "" if plain.isalnum() else plain


def in_words(name):
    """A name of the database as a text has it: in lower case but for names of scripts."""
    words = [word.capitalize() if word != "ARABIC-INDIC" else "Arabic-Indic"
             for word in name.split(" ")]
    text = " ".join(word if word in PROPER else word.lower() for word in words)
    return text.replace("fullwidth", "full-width").replace("halfwidth", "half-width")


def digit_class(database, c):
    """What a decimal digit that is not ASCII is called without its value, or ''."""
    if database.category.get(c) == "Nd" and c >= 0x80:
        return in_words(re.sub(r" (ZERO|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE)$", "",
                               database.name[c]))
    kind = database.decomposition.get(c, "").split(" ")[0]
    if kind in ("<super>", "<sub>") and database.plain(c).isdigit():
        return "superscript digit" if kind == "<super>" else "subscript digit"
    return ""


def letter_class(database, c):
    if c in range(0xFF21, 0xFF3B) or c in range(0xFF41, 0xFF5B):
        return "full-width letter"
    return next((f"{script} letter" for script, letters in database.letters.items()
                 if c in letters and c >= 0x80), "")


def describe(database, c):
    """Kind, the character of ASCII it is taken for, and name; None for all the others."""
    category = database.category.get(c, "Cn")
    digit, letter, alike = digit_class(database, c), letter_class(database, c), database.alike(c)
    if digit:
        return "Digit", "", digit
    if letter:
        return "Letter", "", letter
    if category == "Cc":
        return None if chr(c) in "\t\n\r" else ("Control", "", in_words(database.name[c]))
    if 0xE0020 < c < 0xE007F:
        return "Tag", "", "tag character"
    name = in_words(re.sub(r"-\d+$", "", database.name.get(c, "unassigned")))
    if c in database.ignorable or c in BLANK:
        return "Invisible", "", name
    if category == "Zs" and c > 0x20 or category in ("Zl", "Zp") or category == "Cf":
        return "Named", alike, name
    return ("Named", alike, name) if c >= 0x80 and (alike or c in NAMED) else None


def ranges(database):
    """Neighbours that are described alike, as one range; of digits, ten."""
    found = []
    for c in sorted(set(database.name) | database.ignorable):
        what = describe(database, c)
        if what is None:
            continue
        new_zero = what[0] == "Digit" and database.category[c] == "Nd" and \
            database.name[c].endswith(" ZERO")
        if found and found[-1][1] == c - 1 and found[-1][2] == what and not new_zero:
            found[-1][1] = c
        else:
            found.append([c, c, what])
    return found


def row(first, last, what):
    kind, alike, name = what
    quoted = {"'": "'\\''", "": "'\\0'", "\\": "'\\\\'"}.get(alike, f"'{alike}'")
    return f'    {{0x{first:04X}, 0x{last:04X}, CharacterKind::k{kind}, {quoted}, "{name}"}},\n'


def text():
    database = Database()
    table = "".join(row(*entry) for entry in ranges(database))
    return f"""// Written by ./dev generate characters from the Unicode Character Database {database.version}.
#include "base/character_names.h"

namespace diallint {{
namespace {{

// clang-format off
constexpr SpecialCharacter kSpecialCharacters[] = {{
{table}}};
// clang-format on

}}  // namespace

std::span<const SpecialCharacter> special_characters() noexcept {{ return kSpecialCharacters; }}

}}  // namespace diallint
"""


def main(arguments):
    made = text()
    if arguments == ["--check"]:
        if TARGET.read_text() == made:
            return 0
        print(f"{TARGET.relative_to(ROOT)} is not what the database gives; run "
              "./dev generate characters", file=sys.stderr)
        return 1
    if arguments:
        print("usage: ./dev generate characters [--check]", file=sys.stderr)
        return 2
    TARGET.write_text(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
