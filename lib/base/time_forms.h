// Ways in which programs write a time that are not the date-time that the documents call for: what
// is wrong with each and, where it is known, what writes it.
#pragma once
#include <span>
#include <string_view>

namespace diallint {

/// One way to write a time. Static storage.
///
/// In a template, `%` and a character stand for: `1` to `9` exactly that many digits; `d` one or
/// two digits; `n` digits; `f` a fraction of a second behind a point or comma, or nothing; `s`
/// seconds with their colon, or nothing; `z` an offset (+01, +0100, +01:00); `o` an offset or Z;
/// `W` a weekday and `M` a month in English, in full or by three letters; `A` letters; `P` AM or PM
/// with or without points and a space before it; `,` a comma or nothing; `_` spaces; `*` any rest.
/// All else stands for itself.
struct TimeForm {
  std::string_view form;
  std::string_view words;  ///< follows the member's name: "has no seconds, as … writes it"
};

/// All of them. Where a text is of several, the first counts.
std::span<const TimeForm> time_forms() noexcept;

/// The words of the first form that the text is of; empty if it is of none. Spaces around the text
/// and quotation marks inside its own are forms as well.
std::string_view time_form_words(std::string_view text) noexcept;

/// What writes a fraction of a second of that many digits: "as … writes it"; empty if nothing is
/// known for it.
std::string_view writer_of_fraction(unsigned digits) noexcept;

}  // namespace diallint
