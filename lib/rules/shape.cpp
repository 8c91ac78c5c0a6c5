#include "rules/shape.h"

#include <fmt/format.h>

#include "rules/families.h"

namespace diallint {

const Rule kShape = {
    .id = "shape",
    .title = "An object has a shape that diallint knows.",
    .severity = Severity::kError,
    .why = "The shape is unknown, so nothing in the object has been checked.",
    .repair =
        "Check that the right file was given. --shape names the shape that the objects are to be "
        "checked as.",
    .stage = Stage::kType,
    .reports_unreadable_input = true,
};

std::span<const Rule* const> shape_rules() noexcept {
  static constexpr const Rule* kRules[] = {&kShape};
  return kRules;
}

void report_shape(CheckContext& context, const Span& span, std::string why) {
  context.report(kShape, nullptr, span,
                 "this object has no shape that diallint knows: " + std::move(why));
}

void report_service_operation(CheckContext& context, const Span& span,
                              const ServiceOperation& operation) {
  context.report(kShape, operation.source, span, [&] {
    return fmt::format("this is a request of {}, which only the service itself may call; {}",
                       operation.name, operation.instead);
  });
}

}  // namespace diallint
