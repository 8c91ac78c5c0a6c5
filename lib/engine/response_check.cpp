#include "engine/response_check.h"

#include <algorithm>
#include <set>

#include "context/response_index.h"
#include "engine/input_formats.h"
#include "engine/readers.h"
#include "input/byte_source.h"

namespace diallint {
namespace {

using Side = ResponseIndex::Side;

class Nowhere final : public Sink {
 public:
  void take(const SourceChunk&, std::span<const Finding>) override {}
};

bool has_side(const Plan& plan, NodeId id, Side side, std::set<NodeId>& visited) {
  if (id == kNoNode || !visited.insert(id).second) return false;
  const Node& node = plan.node(id);
  const bool own = std::any_of(node.checks.begin(), node.checks.end(), [&](const Check& check) {
    return check.rule->needs_response && check.as<DocumentSide>() == side;
  });
  if (own || has_side(plan, node.items, side, visited)) return true;
  return std::any_of(node.members.begin(), node.members.end(), [&](const Member& member) {
    return has_side(plan, member.node, side, visited);
  });
}

/// What a first reading of a document shows.
struct Look {
  bool known = false;     ///< all of it is of shapes that the plan has
  bool readable = false;  ///< no record of it is broken
  bool requests = false;  ///< some of it is a request
  bool answers = false;   ///< some of it is an answer
};

void expect_document(const NamedText& document) {
  if (detect_format(document.name, document.text) == InputFormat::kJson) return;
  throw ReadError{document.name +
                  ": a request and its response must be one JSON document each; NDJSON and CSV do "
                  "not say which response belongs to which request, so check the calls one by one"};
}

Look look_at(const Plan& plan, const Settings& settings, const NamedText& document,
             ResponseIndex& book) {
  expect_document(document);
  Nowhere nowhere;
  RunOptions options;
  options.format = InputFormat::kJson;
  Run run(plan, settings, options, nowhere);
  run.set_responses(&book);
  TextSource source(document.text);
  run.check(source, document.name);
  Look look;
  look.known = !run.summary().by_shape.empty();
  look.readable = run.summary().counts.unreadable == 0;
  for (const auto& [shape, records] : run.summary().by_shape) {
    std::set<NodeId> visited;
    const NodeId root = plan.shape(shape)->root;
    look.requests = look.requests || has_side(plan, root, Side::kRequest, visited);
    visited.clear();
    look.answers = look.answers || has_side(plan, root, Side::kResponse, visited);
  }
  return look;
}

void expect_sides(const NamedText& request, const Look& asked, const NamedText& answer,
                  const Look& told) {
  if (asked.known && asked.readable && !asked.requests) {
    throw ReadError{
        request.name +
        ": no requests found here; name the batch first and its response after --response"};
  }
  if (told.readable && told.requests) {
    throw ReadError{
        answer.name +
        ": found requests here, not a response; --response takes the response of the service"};
  }
}

}  // namespace

void check_response(const Plan& plan, const Settings& settings, Run& run, const NamedText& request,
                    const NamedText& answer) {
  ResponseIndex book(request.name, answer.name);
  const Look asked = look_at(plan, settings, request, book);
  const Look told = look_at(plan, settings, answer, book);
  expect_sides(request, asked, answer, told);
  const bool comparable = asked.requests && told.answers && asked.readable && told.readable;
  comparable ? book.seal() : book.disable();
  run.set_responses(&book);
  TextSource asking(request.text);
  run.check(asking, request.name);
  TextSource telling(answer.text);
  run.check(telling, answer.name);
  run.set_responses(nullptr);
}

}  // namespace diallint
