#include "module/fixing.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "module/python_sources.h"
#include "module/result_values.h"

namespace diallint::python {
namespace {

namespace nb = nanobind;

/// A text that is read from its beginning several times. What Python raises meanwhile the calls
/// keep.
OpenText opener_of(std::string_view text, PythonCalls& calls) {
  return [text, &calls] {
    return ByteReader([left = text, &calls](char* out, std::size_t size) mutable {
      calls.look_for_signals();
      const std::size_t count = left.copy(out, size);
      left.remove_prefix(count);
      return static_cast<std::ptrdiff_t>(count);
    });
  };
}

struct Outcome {
  Error error;
  Fixes fixes;
  std::string text;
};

Outcome fixed(const OpenText& open, const FixWords& words, const Ruleset& rules) {
  Outcome outcome;
  Result<Fixes> fixes = find_fixes(open, words.now, words.options, rules);
  if (!fixes) {
    outcome.error = fixes.error();
    return outcome;
  }
  outcome.fixes = *std::move(fixes);
  outcome.error = write_fixed(open(), outcome.fixes.edits,
                              [&](std::string_view bytes) { outcome.text += bytes; });
  return outcome;
}

nb::list as_list(const std::vector<MadeFix>& made) {
  nb::list list;
  for (const MadeFix& fix : made) {
    list.append(nb::make_tuple(text_of(fix.kind), fix.safety == FixSafety::kSafe, text_of(fix.rule),
                               text_of(fix.path), fix.record));
  }
  return list;
}

}  // namespace

nb::tuple fix_text(const Rules& rules, nb::bytes text, const FixWords& words) {
  rules.expect_shape(words.options.shape);
  const std::string_view bytes(text.c_str(), text.size());
  PythonCalls calls;
  Outcome outcome;
  {
    const nb::gil_scoped_release free;
    outcome = fixed(opener_of(bytes, calls), words, rules.ruleset());
  }
  calls.raise_if_raised();
  bindings::expect_none(outcome.error);
  return nb::make_tuple(nb::bytes(outcome.text.data(), outcome.text.size()),
                        as_list(outcome.fixes.made), as_tuple(outcome.fixes.summary.before),
                        as_dict(outcome.fixes.summary.offered),
                        text_of(outcome.fixes.summary.obstacle));
}

nb::list kinds_of_fixes() {
  nb::list list;
  for (const FixKind* kind : fix_kinds()) {
    list.append(
        nb::make_tuple(text_of(kind->name), kind->safety == FixSafety::kSafe, text_of(kind->what)));
  }
  return list;
}

}  // namespace diallint::python
