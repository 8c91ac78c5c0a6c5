/// @file
/// Valid requests, made up from the schemas: what tests of a dialler are fed with.
///
///     #include <cstdio>
///     #include <diallint/generate.h>
///
///     int main() {
///       diallint::GeneratorOptions options;
///       options.shape = "put-dial-request-batch";
///       options.seed = 7;
///       options.now = *diallint::parse_rfc3339("2026-11-20T12:00:00Z");
///       auto generator = diallint::Generator::make(options);
///       if (!generator) return std::fputs(generator.error().message.c_str(), stderr);
///       std::string text;
///       for (int i = 0; i < 3; ++i) {
///         if (generator->write(text)) return 1;  // one document, compact JSON
///         text += '\n';
///       }
///       std::fputs(text.c_str(), stdout);
///     }
///
/// A check finds nothing in them, judged for the moment that the options name, except that their
/// telephone numbers are of ranges kept for fiction (phone-fictional): nobody is called by a
/// fixture. Client tokens never repeat within one Generator. Numbers do not repeat before each
/// of the ranges chosen has stood once: see `numbers()`.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diallint/error.h"
#include "diallint/export.h"
#include "diallint/generator_error.h"
#include "diallint/instant.h"

namespace diallint {

struct Plan;
struct RecipeSizes;

/// How documents are written.
enum class GeneratedForm : std::uint8_t {
  kDocuments,  ///< one document each, JSON in one line
  kBatches,    ///< the same, gathered in as many of the shape's batches as are needed
  kRows,       ///< rows of a CSV table (RFC 4180), records of the shape
};

/// What is to be made. The same options give the same bytes on every machine.
struct GeneratorOptions {
  std::string shape = "dial-request";  ///< id of a shape, as `diallint schema` lists them
  std::uint64_t seed = 1;
  Instant now = {};  ///< the moment that expiry is counted from; tests name one of their own
  std::vector<std::string> regions = {};  ///< of numbers, ISO 3166-1 alpha-2; empty: all there are
  GeneratedForm form = GeneratedForm::kDocuments;
  std::uint64_t count = 0;  ///< documents that will be asked for, where `submit_over` is to be used
  /// Expiry is counted from the moment at which a request is submitted: the first one at `now`,
  /// then so many a second (0: all at `now`)...
  std::uint64_t rate = 0;
  /// ...or all of `count` evenly over so many seconds. Not both.
  std::uint64_t submit_over = 0;
};

/// Makes documents one after the other, in memory that does not grow with their number. One thread;
/// generators are independent of each other. Movable.
class DIALLINT_API Generator {
 public:
  /// From the schemas that are built into the library. kSetting: nothing can be made for these
  /// options.
  static Result<Generator> make(const GeneratorOptions& options) noexcept;

  [[deprecated("use make(), which does not throw")]] explicit Generator(
      const GeneratorOptions& options);
  ~Generator();
  Generator(Generator&&) noexcept;
  Generator& operator=(Generator&&) noexcept;

  /// Appends the next document, or row without its line end, to `out`: UTF-8, no line end in JSON.
  /// Where there is an error `out` is as it was.
  Error write(std::string& out) noexcept;

  /// Appends a batch with the next `records` requests. Only of kBatches. kSetting: it is none, or
  /// more than `batch_size()`.
  Error write_batch(std::string& out, std::uint64_t records) noexcept;

  /// The same for programs that use exceptions: GeneratorError, std::bad_alloc.
  void append(std::string& out);
  void append_batch(std::string& out, std::uint64_t records);
  std::uint64_t batch_size() const noexcept;

  /// The header row of kRows, without its line end.
  const std::string& header() const noexcept;

  /// How many numbers there are to draw from: behind so many requests they begin to repeat, and a
  /// check finds phone-duplicate. 0 where the shape has no telephone number that may not repeat.
  std::uint64_t numbers() const noexcept;
  /// Whether they have begun to.
  bool repeats_numbers() const noexcept;

 private:
  friend struct GeneratorAccess;
  Generator(const Plan& plan, const GeneratorOptions& options);
  Generator(const Plan& plan, const GeneratorOptions& options, const RecipeSizes& sizes);

  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// The regions whose numbers can be made, sorted: "AU", "DE", "FR", "GB", "US", ...
DIALLINT_API std::vector<std::string> generator_regions();

}  // namespace diallint
