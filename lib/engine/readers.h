// Readers: bytes of one input in, units handed to the checker, findings flushed with their bytes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "context/finding_sink.h"
#include "engine/check_session.h"
#include "engine/finding_flush.h"
#include "engine/run.h"
#include "input/csv_mapping.h"

namespace diallint {

struct EnvelopeForm;
class ShapeChoices;

/// What all readers of a run share.
struct ReaderContext {
  const Plan& plan;
  const Settings& settings;
  CheckSession& session;
  FindingFlusher& flusher;
  const Shape* shape;  ///< null: tell shapes apart by their members
  const CsvMap& csv_map;
  ShapeChoices& shapes;                              ///< of the thread that reads
  const Shape* shape_in_use = nullptr;               ///< what the unit at hand was taken for
  std::vector<std::uint64_t> records_by_shape = {};  ///< by index in plan.shapes
  std::map<std::string, std::uint64_t> records_by_envelope = {};  ///< by its name
  const SourceChunk* chunk = nullptr;      ///< what the unit at hand stands in
  const EnvelopeForm* envelope = nullptr;  ///< what the unit at hand was wrapped in, or null
  std::uint64_t counted = 0;  ///< records of the unit at hand that have been counted already
  unsigned jobs = 1;          ///< how many threads may check the input

  /// Before a unit is checked.
  void begin_unit() noexcept {
    envelope = nullptr;
    counted = 0;
  }

  /// Counts records of the unit at hand under its shape and its envelope.
  void count_shape(std::uint64_t records) {
    count(records - counted);
    begin_unit();
  }
  /// The same for the records of one request of several in an envelope.
  void count_inner(std::uint64_t records) {
    count(records);
    counted += records;
  }
  /// Both of them.
  void count(std::uint64_t records) {
    records_by_shape.resize(plan.shapes.size());
    if (envelope != nullptr) count_envelope(records);
    if (shape_in_use == nullptr) return;
    records_by_shape[static_cast<std::size_t>(shape_in_use - plan.shapes.data())] += records;
  }
  void count_envelope(std::uint64_t records);
  /// Adds what another one has counted, which begins anew.
  void take_counts(ReaderContext& other);
  /// Nothing has been counted.
  void drop_counts() noexcept {
    records_by_shape.clear();
    records_by_envelope.clear();
  }
};

/// Reads one input to its end as what `format` says or, where that is kAuto, what it looks like.
/// `chunk` has file and name filled in.
void read_input(ByteSource& source, const SourceChunk& chunk, InputFormat format,
                ReaderContext& context);

/// Reports that an input had no records, if it has added none to the counts of `before`, nor an
/// error. `what` it is, such as "the input is empty".
void report_if_empty(const Counts& before, std::string_view what, SourceChunk chunk,
                     ReaderContext& context);

/// Reports an input that is of another format, or of another encoding than UTF-8, and is not read
/// further: every byte of it would be a fault. False where it may be read. `chunk` has its bytes
/// filled in.
bool refuse_foreign(const SourceChunk& chunk, ReaderContext& context);

}  // namespace diallint
