// Rule fixtures: Markdown files of prose, inputs and what is to be found in them.
//
//     ```ndjson crlf shape=dial-request
//     {"clientToken": ...}
//     ```
//     ```findings
//     1:17 warning token-empty #/clientToken: message
//     1 record: 1 valid, 0 invalid, 0 unreadable
//     ```
//
// The first word behind the ``` of an input is its format (json, ndjson, csv), the others are
// options: `crlf` ends its lines with CRLF, `open-end` drops the last line end, `bom` puts a byte
// order mark in front, `shape=ID`, `now=none`, `sdk-names`, `mask-keys`, `max-record=BYTES`,
// `fiction` (numbers for fiction are found), `regions=US,CA` and `no-regions=GB` (what phone-region
// goes by), `no-types=pager`, `sent-before=SECONDS` (what was sound in the input of the case before
// was sent so long before), `call-limit=CALLS/SECONDS`. Inside,
// {{repeat:TEXT:COUNT}} stands for the text that often, {{list:COUNT|TEXT|}} for that many copies
// joined by commas in which ## is 00, 01, ..., and {{bytes:HEX}} for bytes.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "support/lint.h"

namespace diallint::test {

struct FixtureCase {
  std::string heading;    // the last one before the input
  std::string info;       // behind the ```
  std::string input;      // as written, macros and all
  std::string sent_info;  // of the case before, and its input
  std::string sent_input;
  std::string findings;
  std::size_t findings_begin = 0;  // place of `findings` in the file, its lines without the fences
  std::size_t findings_end = 0;
};

/// The cases of a fixture file. Throws std::runtime_error for an input without findings.
std::vector<FixtureCase> read_fixture(std::string_view text);

/// What a check of the input finds, in the words of a findings block.
std::string findings_of(const FixtureCase& example);

/// The bytes that the input of a fixture stands for.
std::string expand(std::string_view info, std::string_view input);

}  // namespace diallint::test
