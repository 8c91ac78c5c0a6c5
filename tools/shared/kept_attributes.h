// What a file has beside its content, its owner and its mode.
#pragma once
#include <string>

namespace diallint {

/// Gives an open file the extended attributes of the one at `path`, its access control list among
/// them, and takes away others, which it has from its folder. Labels that the system gives to each
/// file by itself are left to it. 0, or why that is not so for one of them, as a value of errno;
/// the rest is done all the same.
int keep_attributes(const std::string& path, int descriptor);

}  // namespace diallint
