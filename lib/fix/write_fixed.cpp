// A text with its edits made.
#include <memory>

#include "api/reader_source.h"
#include "campaign/call_errors.h"
#include "diallint/fix.h"
#include "fix/edited_source.h"

namespace diallint {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10;

}  // namespace

Error write_fixed(const ByteReader& read, const Edits& edits, const TakeBytes& take) noexcept {
  return as_error([&] {
    ReaderSource source(read);
    EditedSource edited(source, edits);
    const auto piece = std::make_unique_for_overwrite<char[]>(kPiece);
    while (const std::size_t got = edited.read(piece.get(), kPiece))
      guarded([&] { take({piece.get(), got}); });
  });
}

Result<Fixed> fix(std::string_view text, const std::optional<Instant>& now,
                  const FixOptions& options, const Ruleset& rules) noexcept {
  return as_result([&] {
    Fixed fixed;
    Result<Fixes> fixes = find_fixes([&] { return reader_of(text); }, now, options, rules);
    if (!fixes) throw Refusal{fixes.error()};
    fixed.fixes = *std::move(fixes);
    Error wrong = write_fixed(reader_of(text), fixed.fixes.edits,
                              [&](std::string_view bytes) { fixed.text += bytes; });
    if (wrong) throw Refusal{std::move(wrong)};  // GCOVR_EXCL_LINE: want of memory alone
    return fixed;
  });
}

}  // namespace diallint
