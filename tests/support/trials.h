// Made documents in texts of every layout, one of them spoiled by one rule.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generate/fault_injector.h"
#include "support/lint.h"
#include "support/spoiled.h"
#include "support/varied_json.h"

namespace diallint::test {

enum class Layout { kDocument, kArray, kLines };
inline constexpr Layout kLayouts[] = {Layout::kDocument, Layout::kArray, Layout::kLines};

inline std::string lay_out(const std::vector<Sample>& documents, Layout layout, Random& random) {
  std::string text = layout == Layout::kArray ? "[" : "";
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (i > 0) text += layout == Layout::kArray ? "," : random.once_in(4) ? "\r\n" : "\n";
    text += varied_json(documents[i], random, /*one_line=*/layout == Layout::kLines);
  }
  if (layout == Layout::kArray) text += "]";
  if (layout == Layout::kLines && random.once_in(2)) text += "\n";
  return text;
}

inline LintOptions options_for(Layout layout, const Shape& shape, const Sample& faulty) {
  LintOptions options;
  options.format = layout == Layout::kLines ? InputFormat::kNdjson : InputFormat::kJson;
  if (!members_tell_shape(shape, faulty)) options.shape = shape.id;
  turn_off_explanations(options.settings);
  return options;
}

/// One document spoiled by one rule among others that stay valid.
struct Trial {
  std::vector<Sample> documents;
  std::optional<FaultyDocument> faulty;
  std::size_t index = 0;
};

inline Trial make_trial(const Shape& shape, const Rule& rule, std::uint64_t seed, Layout layout) {
  ValueMaker maker(builtin_plan(), seed, kNow);
  Trial trial;
  const std::size_t count = layout == Layout::kDocument ? 1 : 2 + maker.random().below(3);
  for (std::size_t i = 0; i < count; ++i) trial.documents.push_back(maker.make(shape.root));
  trial.index = maker.random().below(count);
  const Sample* earlier = trial.index > 0 ? &trial.documents[trial.index - 1] : nullptr;
  trial.faulty =
      FaultInjector(maker).inject_fault(shape, trial.documents[trial.index], rule, earlier);
  if (trial.faulty) trial.documents[trial.index] = trial.faulty->document;
  return trial;
}

}  // namespace diallint::test
