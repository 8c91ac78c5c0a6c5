// A page of the reference, and the two forms it is written in: one content, two outputs.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace diallint {

/// What stands under one heading. Texts are plain but for `code` between backticks.
struct Block {
  std::string heading;                 ///< empty: belongs to what is above it
  std::string prose = {};              ///< one paragraph
  std::vector<std::string> list = {};  ///< each a line or more
  std::string code = {};               ///< shown as it stands
  std::string language = {};           ///< of the code: "json", "csv"
  std::vector<SourceDocument> links =
      {};  ///< numbered from 1, as "[1]" in the texts refers to them
};

struct Page {
  std::string title;  ///< plain
  std::string lead;   ///< the first paragraph
  std::vector<Block> blocks;
};

/// For docs/: CommonMark.
std::string to_markdown(const Page& page);

/// For a terminal: no markup, lines of at most 80 columns where words allow.
std::string to_terminal(const Page& page);

/// Text of a page in which nothing is markup.
std::string literal(std::string_view text);

}  // namespace diallint
