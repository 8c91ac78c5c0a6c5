// From lists to batches and back: prepare() and reconcile() over what Python reads. What comes out
// is handed to a function of Python's, file by file.
#pragma once
#include <nanobind/nanobind.h>

#include "diallint/prepare.h"
#include "diallint/reconcile.h"
#include "module/rules.h"
#include "module/sent_before.h"

namespace diallint::python {

/// Both give the summary as JSON, and read and work without the GIL. `take` is called with the name
/// of a file and its bytes: of a batch all of them, of the others the next ones. Requests that are
/// prepared, or were taken, are noted in `sent`, unless it is null. Throw FatalError, and what
/// functions of Python's raise.

/// `lists` are tuples (source, name, format), read one after the other.
nanobind::object prepare_lists(const Rules& rules, const PrepareOptions& options,
                               nanobind::list lists, nanobind::callable take, SentBefore* sent);

/// `open` gives the bytes of a file of the prepared folder, or None; `responses` are tuples
/// (source, name). With `page` the file outcome.html is handed over as well.
nanobind::object reconcile_responses(const Rules& rules, const ReconcileOptions& options,
                                     nanobind::callable open, nanobind::list responses,
                                     nanobind::callable take, bool page, SentBefore* sent);

}  // namespace diallint::python
