#include "diallint/exchanges.h"

#include <fmt/format.h>

#include <utility>

#include "base/printable.h"
#include "diallint/input_text.h"
#include "shared/failure.h"

namespace diallint {
namespace {

std::string text_of(const Input& input, const Options& options) {
  std::string text;
  try {
    InputText opened(input, options);
    append_all(opened.source(), text);
    expect_whole(opened.source());
    opened.expect_unchanged();
  } catch (const ReadError& error) {
    throw FatalError{fmt::format("{}: {}", printable(input.name), printable(error.what))};
  }
  return text;
}

}  // namespace

Documents::Documents(std::vector<Input> files, const Options& options) : inputs(std::move(files)) {
  for (const Input& input : inputs) contents.push_back(text_of(input, options));
  for (std::size_t i = 0; i < inputs.size(); ++i) texts.push_back({inputs[i].name, contents[i]});
}

Exchanges::Exchanges(const Plan& plan, std::vector<Input> requests_in,
                     std::vector<Input> responses_in, const Options& options)
    : requests(std::move(requests_in), options), responses(std::move(responses_in), options) {
  if (requests.texts.empty() || responses.texts.empty())
    throw FatalError{"no request and response to compare; name files, or folders that hold some"};
  try {
    exchanges = pair_responses(plan, requests.texts, responses.texts);
  } catch (const ReadError& error) {
    throw FatalError{printable(error.what)};
  }
}

const Input& Exchanges::input_of(const NamedText& text) const {
  for (const Documents* documents : {&requests, &responses})
    for (std::size_t i = 0; i < documents->texts.size(); ++i)
      if (documents->texts[i].text.data() == text.text.data()) return documents->inputs[i];
  return requests.inputs.front();
}

}  // namespace diallint
