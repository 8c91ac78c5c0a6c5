#include "diallint/input_text.h"

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/printable.h"
#include "shared/program.h"

namespace diallint {
namespace {

constexpr int kStallSeconds = 10;

/// A pipe is waited for as long as it takes; a person should know what for.
Stall stall_of(const Input& input, const Options& options) {
  if (options.quiet) return {};
  return {kStallSeconds * 1000, [&input] {
            print_error(
                fmt::format("{}: nothing has come from this pipe for {} seconds; waiting for "
                            "what writes to it",
                            printable(input.name), kStallSeconds));
          }};
}

std::string in_words(const ByteSize& size) {
  return is_digit(size.in_words.back()) ? size.in_words + " bytes" : size.in_words + "iB";
}

}  // namespace

InputText::InputText(const Input& input, const Options& options)
    : file_(input.path.empty() ? FileSource(stall_of(input, options))
                               : FileSource(FileToRead{input.path}, stall_of(input, options))),
      text_(file_, {.name = input.name,
                    .max_bytes = options.max_expanded.bytes,
                    .max_in_words = in_words(options.max_expanded),
                    .tail = [this](std::size_t size) { return file_.tail(size); }}) {}

void expect_whole(const ByteSource& source) {
  if (const BreakOff* why = source.break_off())
    throw ReadError{fmt::format("{}; {}", why->what, why->remedy)};
}

}  // namespace diallint
