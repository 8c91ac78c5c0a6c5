// Packs as folders.
#pragma once
#include <string>

#include "generate/pack.h"

namespace diallint {

/// Throws FatalError unless a pack can go into this folder: it is missing, empty or holds a pack.
/// Whoever makes a large pack asks first.
void require_pack_folder(const std::string& folder);

/// Writes a pack: its files, then the manifest. The folder is made if need be; it must be empty or
/// hold a pack, whose files go. Throws FatalError.
void write_pack(const Pack& pack, const std::string& folder);

/// The manifest of a folder; the files' texts stay empty. Each file that it names is beneath the
/// folder, and reached through no link. Throws FatalError.
Pack open_pack(const std::string& folder);

}  // namespace diallint
