// libevent's source of random numbers, which its DNS client alone draws from; nothing here runs
// that. Debian's archive takes it from a C library that is newer than all else in the program
// needs, so that packages would not start on systems of their time. This one takes its place.
#pragma once

namespace diallint {

/// Whoever uses libevent calls this: so the source is linked, and in front of libevent's own.
void use_own_event_random() noexcept;

}  // namespace diallint
