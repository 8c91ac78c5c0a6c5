// Rules on the text itself. Readers find the fault; the words are here.
#pragma once
#include <cstdint>
#include <string_view>

#include "base/json_string.h"
#include "context/check_context.h"
#include "input/byte_source.h"
#include "input/json_cursor.h"
#include "plan/rule.h"

namespace diallint {

extern const Rule kJsonSyntax;
extern const Rule kCsvSyntax;
extern const Rule kEncoding;
extern const Rule kInputLimit;
extern const Rule kInputFormat;
extern const Rule kNoRecords;

/// Reports what stopped a cursor at `where` (offset in the input).
void report_syntax_error(CheckContext& context, SyntaxError why, std::uint64_t where);

/// Reports that an input has no records; `what` it is, such as "the file is empty".
void report_no_records(RecordLedger& ledger, std::string_view what);

/// Reports an input of a format that is not read; see foreign_format.h.
void report_foreign_format(CheckContext& context, std::string_view name, std::string_view remedy);

/// Reports at `where`, the end of a text, that the input goes on and why that was not read: as no
/// record's fault.
void report_break_off(RecordLedger& ledger, const BreakOff& why, std::uint64_t where);

/// Reports a byte that is no part of valid UTF-8.
void report_invalid_utf8(CheckContext& context, std::uint64_t where);

/// Reports a part of a string that stands for no character: an escape that is a lone surrogate or
/// U+0000, or bytes of a caller. The current value or key is meant.
void report_escape(CheckContext& context, EscapeErrorCode fault, const Span& span);

}  // namespace diallint
