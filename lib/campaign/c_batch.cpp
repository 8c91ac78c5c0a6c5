#include "campaign/c_batch.h"

namespace diallint {

std::function<void(const PreparedBatch&)> batch_taker_of(diallint_take_batch take, void* context) {
  if (take == nullptr) return {};
  return [take, context](const PreparedBatch& batch) {
    diallint_batch c{};
    c.struct_size = sizeof c;
    c.number = batch.number;
    c.name = batch.name.data();
    c.name_size = batch.name.size();
    c.json = batch.json.data();
    c.json_size = batch.json.size();
    c.manifest = batch.manifest.data();
    c.manifest_size = batch.manifest.size();
    c.requests = batch.requests;
    c.submission_seconds = batch.submission.seconds;
    c.submission_nanos = batch.submission.nanos;
    if (take(context, &c) != 0) throw Unwanted{};
  };
}

}  // namespace diallint
