// A page as a browser has it once its scripts have run.
#pragma once
#include <string>

#include "support/process.h"

namespace diallint::test {

/// `file` is in the scratch folder.
inline std::string browser_dom(const Scratch& scratch, const std::string& file) {
  return run_command(
             "HOME=\"$PWD/home\" chromium --headless --no-sandbox --disable-gpu --disable-quic "
             "--no-first-run --disable-background-networking --disable-component-update "
             "--disable-sync --user-data-dir=\"$PWD/home\" --dump-dom \"file://$PWD/" +
                 file + "\"; rm -rf home",
             scratch)
      .out;
}

}  // namespace diallint::test
