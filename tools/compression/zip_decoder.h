// A zip archive that holds one file, stored or deflated. It is read from its front to its end, so
// that one from a pipe is read as well; what its directory says has to be what stood before.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "compression/decoder.h"
#include "compression/packed_input.h"

namespace diallint {

/// The last bytes of the input, up to as many as are asked for; empty where it has no end yet.
using TailOf = std::function<std::string(std::size_t size)>;

/// The input outlives it. `tail` may be null. An archive of several files is not begun with where
/// its tail is known; elsewhere the first one is read.
std::unique_ptr<Decoder> make_zip_decoder(PackedInput& input, const TailOf& tail);

}  // namespace diallint
