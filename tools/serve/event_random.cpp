#include "serve/event_random.h"

#include <event2/util.h>
#include <sys/random.h>

#include <cstddef>
#include <cstdlib>

namespace diallint {

void use_own_event_random() noexcept {}

}  // namespace diallint

extern "C" {

int evutil_secure_rng_global_setup_locks_(int /*enable*/) { return 0; }

void evutil_free_secure_rng_globals_() {}

int evutil_secure_rng_init() { return 0; }

void evutil_secure_rng_get_bytes(void* out, std::size_t size) {
  auto* next = static_cast<char*>(out);
  while (size > 0) {
    const ssize_t got = ::getrandom(next, size, 0);
    if (got < 0) std::abort();  // worse than no DNS client
    next += got;
    size -= static_cast<std::size_t>(got);
  }
}

}  // extern "C"
