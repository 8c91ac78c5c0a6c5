// Readers: bytes of one input in, units handed to the checker, findings flushed with their bytes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "context/check_context.h"
#include "context/finding_sink.h"
#include "engine/run.h"
#include "input/csv_mapping.h"

namespace diallint {

/// Bytes of an input with a look ahead at its beginning.
class Peekable final : public ByteSource {
 public:
  explicit Peekable(ByteSource& source) : source_(source) {}
  /// The first `size` bytes of the input, or all of them if it has fewer. Before the first read().
  std::string_view head(std::size_t size);
  std::size_t read(char* out, std::size_t size) override;

 private:
  ByteSource& source_;
  std::string head_;
  std::size_t taken_ = 0;
  bool ended_ = false;
};

/// Sends what the judge has found in a window to the sink: sorted by place, cut at the limit.
class Outlet {
 public:
  Outlet(Sink& sink, Summary& summary, std::uint64_t max_findings)
      : sink_(sink), summary_(summary), max_findings_(max_findings) {}
  void flush(Judge& judge, const Window& window);
  /// From here on.
  void set_limit(std::uint64_t max_findings) noexcept { max_findings_ = max_findings; }

 private:
  Sink& sink_;
  Summary& summary_;
  std::uint64_t max_findings_;
};

/// What all readers of a run share.
struct ReaderContext {
  const Plan& plan;
  const Settings& settings;
  Judge& judge;
  Outlet& outlet;
  const Shape* shape;  ///< null: tell shapes apart by their members
  const CsvMap& csv_map;
  const Shape* shape_in_use = nullptr;               ///< what the unit at hand was taken for
  std::vector<std::uint64_t> records_by_shape = {};  ///< by index in plan.shapes

  /// Counts records of the unit at hand under its shape.
  void count_shape(std::uint64_t records) {
    records_by_shape.resize(plan.shapes.size());
    if (shape_in_use == nullptr) return;
    records_by_shape[static_cast<std::size_t>(shape_in_use - plan.shapes.data())] += records;
  }
};

/// Each reads one input to its end. `window` has file and name filled in.
void read_json(ByteSource& source, const Window& window, ReaderContext& context);
void read_ndjson(ByteSource& source, Window window, ReaderContext& context);
void read_csv(ByteSource& source, Window window, ReaderContext& context);

/// Reads one input to its end as what `format` says or, where that is kAuto, what it looks like.
void read_input(ByteSource& source, const Window& window, InputFormat format,
                ReaderContext& context);

/// Reports text of another encoding than UTF-8, which is not read further: every byte of it would
/// be a fault. `window` has its bytes filled in.
void report_foreign(std::string_view encoding, const Window& window, ReaderContext& context);

/// JSON, NDJSON or CSV, by the input's name and, where that does not tell, by how it begins.
InputFormat detect_format(std::string_view name, std::string_view head);

/// Text that opens with the byte order mark of UTF-16 or UTF-32, or nothing: what it is called.
std::string_view foreign_encoding(std::string_view head) noexcept;

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace diallint
