// The requests and responses of one call of the program, read and paired.
#pragma once
#include <string>
#include <vector>

#include "diallint/input_files.h"
#include "diallint/program_options.h"
#include "engine/response_check.h"
#include "plan/plan.h"

namespace diallint {

/// Documents with their texts, which stay where they are.
struct Documents {
  /// Reads each to its end. Throws FatalError.
  Documents(std::vector<Input> files, const Options& options);
  Documents(const Documents&) = delete;
  Documents& operator=(const Documents&) = delete;
  Documents(Documents&&) = default;
  Documents& operator=(Documents&&) = default;

  std::vector<Input> inputs;
  std::vector<std::string> contents;
  std::vector<NamedText> texts;  ///< views of `contents`
};

struct Exchanges {
  /// Throws FatalError where they cannot be read or paired.
  Exchanges(const Plan& plan, std::vector<Input> requests_in, std::vector<Input> responses_in,
            const Options& options);

  /// The file of one of the texts.
  const Input& input_of(const NamedText& text) const;

  Documents requests;
  Documents responses;
  std::vector<Exchange> exchanges;
};

}  // namespace diallint
