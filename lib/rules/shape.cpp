#include "rules/shape.h"

#include "rules/families.h"

namespace diallint {

const Rule kShape = {
    .id = "shape",
    .title = "An object is of a shape that diallint knows.",
    .severity = Severity::kError,
    .why = "What is meant cannot be told, so nothing in it has been checked.",
    .repair =
        "Look whether the right file was given. --shape says what the objects are meant to be; "
        "they are then checked as that.",
    .stage = Stage::kType,
    .says_unchecked = true,
};

std::span<const Rule* const> shape_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kShape};
  return kRules;
}

void report_shape(CheckContext& context, const Span& span, std::string why) {
  context.report(kShape, nullptr, span, "this is no object that diallint knows: " + std::move(why));
}

}  // namespace diallint
