#include "engine/large_batch.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "base/padding.h"
#include "engine/walker.h"
#include "input/broken_strings.h"
#include "input/json_index.h"
#include "input/place_map.h"
#include "plan/member_names.h"

namespace diallint {
namespace {

// Whether something judges the whole of a value, for which all of it would have to be held.
bool is_judged_as_whole(const Plan& plan, const LargeBatch& batch) {
  return plan.node(batch.shape->root).rest != nullptr ||
         plan.node(batch.list->node).rest != nullptr;
}

// Findings of the head are handed on as standing there. The others go on waiting.
void flush_head(const LargeBatch& batch, ReaderContext& context) {
  std::vector<Finding>& findings = context.session.log.findings();
  const auto tail =
      std::stable_partition(findings.begin(), findings.end(), [&](const Finding& found) {
        return found.span.begin < batch.where.origin + batch.head.size();
      });
  std::vector<Finding> later(std::make_move_iterator(tail),
                             std::make_move_iterator(findings.end()));
  findings.erase(tail, findings.end());
  SourceChunk where = batch.where;
  where.bytes = batch.head;
  context.flusher.flush(context.session, where);
  for (Finding& finding : later) context.session.log.add(std::move(finding));
}

}  // namespace

std::optional<LargeBatch> begin_large_batch(JsonCursor at, const SourceChunk& where,
                                            ShapeChoice& shapes, ReaderContext& context) {
  if (at.kind() != Kind::kObject) return std::nullopt;
  const std::uint64_t begin = at.place();
  for (bool more = at.enter_object(); more; more = at.next_member()) {
    const std::string_view name = at.key().bytes;
    if (at.failed()) return std::nullopt;
    LargeBatch batch;
    batch.shape = at.kind() == Kind::kArray ? shapes.with_list(name) : nullptr;
    if (batch.shape == nullptr) {
      at.skip(kMaxDepth - 1);
      continue;
    }
    batch.list = member_named(context.plan.node(batch.shape->root), name);
    if (is_judged_as_whole(context.plan, batch) || !at.enter_array()) return std::nullopt;
    batch.head = at.bytes(begin, at.end_of_last());
    batch.where = where;
    batch.before = context.session.ledger.counts();
    batch.first_record = context.session.ledger.next_record();
    return batch;
  }
  return std::nullopt;
}

void end_large_batch(const LargeBatch& batch, std::uint64_t items, std::string_view tail,
                     std::uint64_t place, ReaderContext& context) {
  CheckSession& session = context.session;
  std::string around = batch.head + std::string(tail);
  const std::size_t size = around.size();
  around.append(kPadding, '\0');
  JsonIndex index;
  const std::string_view text = std::string_view(around).substr(0, size);
  if (!index.build(text)) index.build_mended(text, [](std::size_t) { return false; });
  const std::vector<Span> strings = broken_strings(text, index);
  PlaceMap places;
  map_around(strings, 0, batch.head.size(), batch.where.origin, places);
  map_around(strings, batch.head.size(), size, place, places);
  session.ledger.begin_container(batch.first_record);
  session.ledger.read_through(&places);
  context.begin_unit();
  context.shape_in_use = batch.shape;
  session.memory.set_items_in_front(batch.head.size() - 1, items);
  JsonCursor cursor(text, index, 0);
  Walker(cursor, session, /*recovery=*/nullptr).check(batch.shape->root);
  session.memory.set_items_in_front(UINT64_MAX, 0);
  session.ledger.read_through(nullptr);
  const std::uint64_t valid = session.ledger.counts().valid;
  session.ledger.end_container(batch.before);
  RecordTaker* taker = session.texts.taker();
  if (taker != nullptr && session.ledger.counts().valid < valid) taker->take_back();
  flush_head(batch, context);
}

}  // namespace diallint
