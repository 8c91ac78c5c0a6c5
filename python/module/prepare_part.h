// Parts of a contact list that is prepared in many places at once.
#pragma once
#include <nanobind/nanobind.h>

#include <cstdint>
#include <string>
#include <vector>

#include "campaign/list_part.h"
#include "module/python_sources.h"
#include "module/rules.h"

namespace diallint::python {

/// As of diallint::ListPart, in columns. All methods need the GIL.
class PartOfList {
 public:
  PartOfList(const Rules& rules, const PrepareOptions& options, const std::string& name,
             nanobind::bytes secret);

  /// Reads rows, of CSV or else of NDJSON, without the GIL. The result is lists of as many items as
  /// rows, in the order of PartColumns in _core.pyi.
  nanobind::tuple read(PythonSource& source, bool is_flat);
  /// Throws FatalError for what the rows that were read last lack.
  void expect_columns() const;
  /// A summary of the list in JSON, with its columns alone.
  nanobind::object columns() const;
  std::uint64_t most_requests() const { return part_.most_requests(); }

 private:
  ListPart part_;
};

/// Finds the rows that repeat one that is taken, of any that come in the order of their list.
class RepeatFinder {
 public:
  /// Numbers of rows, their hashes as ListPart has them, and whether no rule rejects them. The
  /// result is (row, rule, reason) of those that are repeats.
  nanobind::list find(const std::vector<std::uint64_t>& rows, const nanobind::list& numbers,
                      const nanobind::list& keys, const nanobind::list& sound);

 private:
  TakenRows taken_;
  std::vector<std::uint64_t> rows_;  // by ordinal
};

/// As of diallint::PartBatches.
class BatchesOfParts {
 public:
  BatchesOfParts(const Rules& rules, const PrepareOptions& options, const std::string& name);
  BatchesOfParts(const BatchesOfParts&) = delete;
  BatchesOfParts& operator=(const BatchesOfParts&) = delete;

  /// Rows that were taken. The result is the batches that are complete, as of MadeBatch in
  /// _core.pyi.
  nanobind::list add(const std::vector<std::uint64_t>& ordinals,
                     const std::vector<std::uint64_t>& rows,
                     const std::vector<std::uint64_t>& lines,
                     const std::vector<std::string>& tokens,
                     const std::vector<std::string>& requests);
  nanobind::list finish();

 private:
  nanobind::list made_;
  PartBatches batches_;
};

/// (number, name, requests, submission in milliseconds since 1970, JSON, manifest).
nanobind::tuple as_tuple(const PreparedBatch& batch);

}  // namespace diallint::python
