#include "bench/check_once.h"

#include <charconv>
#include <cstdio>
#include <string>

#include "bench/dial_requests.h"
#include "engine/run.h"
#include "input/byte_source.h"
#include "support/lint.h"

namespace diallint::bench {
namespace {

struct Kind {
  std::string_view name;
  InputFormat format;
  std::string (*make)(std::size_t count);
};

template <Variety kVariety>
std::string ndjson(std::size_t count) {
  return make_ndjson(count, kVariety);
}

constexpr Kind kKinds[] = {
    {"ordinary", InputFormat::kNdjson, ndjson<Variety::kOrdinary>},
    {"shuffled", InputFormat::kNdjson, ndjson<Variety::kShuffled>},
    {"new-keys", InputFormat::kNdjson, ndjson<Variety::kNewKeys>},
    {"escaped", InputFormat::kNdjson, ndjson<Variety::kEscaped>},
    {"csv", InputFormat::kCsv, make_csv},
};

class NoSink final : public Sink {
 public:
  void take(const SourceChunk&, std::span<const Finding>) override {}
};

}  // namespace

bool check_once(std::string_view what) {
  const std::size_t colon = what.find(':');
  if (colon == std::string_view::npos) return false;
  std::size_t count = 0;
  std::from_chars(what.data() + colon + 1, what.data() + what.size(), count);
  for (const Kind& kind : kKinds) {
    if (kind.name != what.substr(0, colon)) continue;
    Settings settings;
    settings.now = parse_rfc3339(kNow);
    RunOptions options;
    options.format = kind.format;
    options.jobs = 1;
    NoSink sink;
    Run run(test::builtin_plan(), settings, options, sink);
    const std::string text = kind.make(count);
    TextSource source(text);
    run.check(source, "input");
    return count > 0 && run.summary().counts.valid == count;
  }
  return false;
}

bool write_requests(std::string_view count) {
  std::size_t requests = 0;
  std::from_chars(count.data(), count.data() + count.size(), requests);
  const std::string text = make_ndjson(requests, Variety::kOrdinary);
  return requests > 0 && std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
}

}  // namespace diallint::bench
