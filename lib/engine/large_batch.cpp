#include "engine/large_batch.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "base/padding.h"
#include "engine/walker.h"
#include "input/json_index.h"
#include "input/place_map.h"

namespace diallint {
namespace {

const Member* member_called(const Plan& plan, const Shape& shape, std::string_view name) {
  const auto& members = plan.node(shape.root).members;
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& member) { return member.name == name; });
  return found == members.end() ? nullptr : &*found;
}

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
        return found.span.begin < batch.where.origin + batch.head_size;
      });
  std::vector<Finding> later(std::make_move_iterator(tail),
                             std::make_move_iterator(findings.end()));
  findings.erase(tail, findings.end());
  SourceChunk where = batch.where;
  where.bytes = std::string_view(batch.head).substr(0, batch.head_size);
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
    batch.list = member_called(context.plan, *batch.shape, name);
    if (is_judged_as_whole(context.plan, batch) || !at.enter_array()) return std::nullopt;
    batch.head_size = static_cast<std::size_t>(at.end_of_last() - begin);
    batch.head = std::string(at.bytes(begin, at.end_of_last())) + std::string(kPadding, '\0');
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
  std::string around = batch.head.substr(0, batch.head_size);
  around += tail;
  const std::size_t size = around.size();
  around.append(kPadding, '\0');
  PlaceMap places;
  places.copied(batch.head_size, batch.where.origin);
  places.copied(tail.size(), place);
  JsonIndex index;
  const std::string_view text = std::string_view(around).substr(0, size);
  if (!index.build(text)) return;  // GCOVR_EXCL_LINE: both parts have been indexed before
  session.ledger.begin_container(batch.first_record);
  session.ledger.read_through(&places);
  context.begin_unit();
  context.shape_in_use = batch.shape;
  session.memory.set_items_in_front(batch.head_size - 1, items);
  JsonCursor cursor(text, index, 0);
  Walker(cursor, session, /*recovery=*/nullptr).check(batch.shape->root);
  session.memory.set_items_in_front(UINT64_MAX, 0);
  session.ledger.read_through(nullptr);
  session.ledger.end_container(batch.before);
  flush_head(batch, context);
}

}  // namespace diallint
