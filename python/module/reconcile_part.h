// Answers to a contact list that is reconciled in many places at once.
#pragma once
#include <nanobind/nanobind.h>

#include <cstdint>
#include <optional>
#include <string>

#include "campaign/answered_part.h"
#include "module/rules.h"

namespace diallint::python {

/// As of diallint::AnsweredPart. Rows of manifests and the others are tuples, as _core.pyi has
/// them. All methods need the GIL.
class AnsweredBatches {
 public:
  AnsweredBatches(const Rules& rules, const ReconcileOptions& options);

  nanobind::list settle(std::optional<std::string> batch, const nanobind::list& rows,
                        const nanobind::list& answers);
  std::uint64_t expires_in() const { return part_.expires_in(); }

 private:
  AnsweredPart part_;
};

/// As of diallint::ResentRows.
class RowsAgain {
 public:
  RowsAgain(const Rules& rules, const ReconcileOptions& options, std::uint64_t most_prompt);
  RowsAgain(const RowsAgain&) = delete;
  RowsAgain& operator=(const RowsAgain&) = delete;

  /// Rows as settle() gives them, in the order of the manifest. The results are the batches that
  /// are complete, and the rows that must be mended.
  nanobind::tuple add(const nanobind::list& rows);
  nanobind::tuple finish();

 private:
  nanobind::tuple handed_on();

  nanobind::list batches_, repairs_;
  ResentRows rows_;
};

/// (answers, responses, unread, failed calls by exception).
nanobind::tuple answers_in(nanobind::bytes text);

}  // namespace diallint::python
