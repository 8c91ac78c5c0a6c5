// The reader of responses, which tools and SDKs keep in more forms than requests.
#pragma once
#include "engine/readers.h"

namespace diallint {

/// Reads one response to its end; the session's ResponseIndex knows its request. A failed call in
/// any form is one record; what stands around the body of a response is passed over, and places
/// stay those of the input. `chunk` has file and name filled in.
void read_response(ByteSource& source, SourceChunk chunk, ReaderContext& context);

/// Whether the text is a response in a form of its own, not in one of the input formats.
bool is_response_text(std::string_view text);

}  // namespace diallint
