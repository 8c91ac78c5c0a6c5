// Arrays that do not fit their schema, and schemas that no record has: each an error that names
// the column.
#include "input/arrow_column.h"

#include <catch2/catch.hpp>

#include "input/arrow_table.h"
#include "support/arrow_arrays.h"

namespace diallint::test {
namespace {

// What is wrong with a stream, in words; "type: " in front where it is its schema.
std::string fault(NodeStream& stream) {
  try {
    ArrowTable table(stream.stream);
    while (table.next()) {
    }
  } catch (const ColumnTypeError& error) {
    return "type: " + error.what;
  } catch (const ReadError& error) {
    return error.what;
  }
  return "none";
}

std::string fault(ArrowNode batch) {
  std::vector<ArrowNode> batches;
  batches.push_back(std::move(batch));
  NodeStream stream(std::move(batches));
  return fault(stream);
}

ArrowNode one(ArrowNode column) {
  std::vector<ArrowNode> columns;
  columns.push_back(std::move(column));
  return rows(std::move(columns));
}

std::string fault_of(ArrowNode column) { return fault(one(std::move(column))); }

constexpr const char* kPrefix = "this Arrow table cannot be read: its column 'odd' ";

ArrowNode odd(std::string format, std::vector<std::optional<Bytes>> buffers) {
  return {std::move(format), "odd", 2, -1, 0, std::move(buffers)};
}

template <typename T>
Bytes offsets(const std::vector<T>& values) {
  return bytes_of(values);
}

TEST_CASE("Columns of types that no member has are named", "[arrow]") {
  const auto format = GENERATE(as<std::string>{}, "", "z", "Z", "vz", "d:10,2", "tdD", "ttm", "tDs",
                               "e", "w:16", "tsx:", "ts", "+ud:0,1", "+vl", "+r", "+w:", "+w:x",
                               "+w:-1", "+w:999999999999999999999", "uu", "nn");
  CHECK(fault_of(odd(format, {std::nullopt, Bytes(16)})) ==
        "type: the column 'odd' is of Arrow's type '" + format +
            "': make it a text, a number, a flag, a timestamp, or a list, struct or map of those");
}

TEST_CASE("What lies below a column is named with it", "[arrow]") {
  std::vector<ArrowNode> members;
  members.push_back(odd("z", {}));
  CHECK_THAT(fault_of(structs("attributes", std::move(members))),
             Catch::StartsWith("type: the column 'attributes.odd' is of Arrow's type 'z'"));
  CHECK_THAT(fault_of(maps("m", {1}, numbers<std::int8_t>("c", "key", {1}), texts("value", {"v"}))),
             Catch::StartsWith("type: the column 'm' is of Arrow's type '+m'"));
  CHECK_THAT(fault_of(lists("+m", "m", {1}, texts("entries", {"v"}))),
             Catch::StartsWith("type: the column 'm' is of Arrow's type '+m'"));
}

TEST_CASE("A stream must be of rows, and not used up", "[arrow]") {
  CHECK(fault(texts("odd", {"x"})) ==
        "type: an Arrow stream of rows is needed, with columns that have names");
  std::vector<ArrowNode> batches;
  batches.push_back(one(texts("odd", {"x"})));
  NodeStream stream(std::move(batches));
  stream.stream.release(&stream.stream);
  CHECK(fault(stream) == "the Arrow stream has been read already");
}

TEST_CASE("A stream that fails says why, as far as it does", "[arrow]") {
  const auto failing = [](auto change) {
    std::vector<ArrowNode> batches;
    batches.push_back(one(texts("odd", {"x"})));
    NodeStream stream(std::move(batches));
    change(stream);
    return fault(stream);
  };
  CHECK(failing([](NodeStream& s) { s.schema_error = 5; }) == "the bucket is gone");
  CHECK(failing([](NodeStream& s) { s.end_error = 5; }) == "the bucket is gone");
  CHECK(failing([](NodeStream& s) {
          s.end_error = 5;
          s.error_text = nullptr;
        }) == "the Arrow stream cannot be read (error 5)");
  CHECK(failing([](NodeStream& s) {
          s.end_error = 5;
          s.stream.get_last_error = nullptr;
        }) == "the Arrow stream cannot be read (error 5)");
}

TEST_CASE("Schemas that fit no type are refused", "[arrow]") {
  const auto spoiled = [](ArrowNode column, auto spoil) {
    std::vector<ArrowNode> batches;
    batches.push_back(one(std::move(column)));
    NodeStream stream(std::move(batches));
    stream.spoil_schema = [=](ArrowSchema& rows) { spoil(*rows.children[0]); };
    return fault(stream);
  };
  const auto list = [] { return lists("+l", "odd", {1}, texts("item", {"x"})); };
  CHECK(spoiled(list(), [](ArrowSchema& s) { s.n_children = 0; }) ==
        std::string(kPrefix) + "has 0 columns below it, and its type 1");
  CHECK(spoiled(list(), [](ArrowSchema& s) { s.children = nullptr; }) ==
        std::string(kPrefix) + "has 1 columns below it, and its type 1");
  CHECK(spoiled(list(), [](ArrowSchema& s) { s.children[0] = nullptr; }) ==
        std::string(kPrefix) + "lacks a column below it");
  CHECK(spoiled(texts("odd", {"x"}), [](ArrowSchema& s) { s.n_children = -1; }) ==
        std::string(kPrefix) + "has -1 columns below it, and its type 0");
  CHECK(spoiled(texts("odd", {"x"}), [](ArrowSchema& s) {
          s.format = nullptr;
        }).starts_with("type: the column 'odd' is of Arrow's type ''"));
  CHECK(fault_of(texts("od\xFF", {"x"})) ==
        "this Arrow table cannot be read: its column 'od\\xFF' has a name that is not UTF-8");
  CHECK(fault_of(encoded(texts("odd", {"x"}), texts("", {"x"}))) ==
        std::string(kPrefix) + "has a dictionary, and no whole numbers that lead into it");
  CHECK(fault_of(encoded(numbers<std::int8_t>("c", "odd", {0}),
                         encoded(numbers<std::int8_t>("c", "", {0}), texts("", {"x"})))) ==
        std::string(kPrefix) + "has a dictionary that has one itself");
}

TEST_CASE("A column without a name is one", "[arrow]") {
  std::vector<ArrowNode> batches;
  batches.push_back(one(texts("odd", {"x"})));
  NodeStream stream(std::move(batches));
  stream.spoil_schema = [](ArrowSchema& rows) { rows.children[0]->name = nullptr; };
  CHECK(fault(stream) == "none");
}

TEST_CASE("Columns may be nested so deep and not deeper", "[arrow]") {
  const auto nested = [](unsigned depth) {
    ArrowNode node = texts("x", {"v"});
    for (unsigned i = 1; i < depth; ++i) {
      std::vector<ArrowNode> members;
      members.push_back(std::move(node));
      node = structs("x", std::move(members));
    }
    return fault_of(std::move(node));
  };
  CHECK(nested(kMaxColumnDepth) == "none");
  CHECK_THAT(nested(kMaxColumnDepth + 1), Catch::EndsWith("is nested deeper than 24 levels"));
}

TEST_CASE("Arrays that do not fit their schema are refused", "[arrow]") {
  const auto spoiled = [](ArrowNode column, auto spoil) {
    std::vector<ArrowNode> batches;
    batches.push_back(one(std::move(column)));
    NodeStream stream(std::move(batches));
    stream.spoil = [=](ArrowArray& rows) { spoil(*rows.children[0]); };
    return fault(stream);
  };
  const std::string prefix = kPrefix;
  const auto text = [] { return texts("odd", {"x", "y"}); };
  const auto list = [] { return lists("+l", "odd", {1}, texts("item", {"x"})); };
  const auto codes = [] {
    return encoded(numbers<std::int8_t>("c", "odd", {0}), texts("", {"x"}));
  };
  CHECK(spoiled(text(), [](ArrowArray& a) { a.length = -1; }) ==
        prefix + "has -1 rows from row 0 on");
  CHECK(spoiled(text(), [](ArrowArray& a) { a.offset = -1; }) ==
        prefix + "has 2 rows from row -1 on");
  CHECK(spoiled(text(), [](ArrowArray& a) { a.length = INT64_MAX; }) ==
        prefix + "has 9223372036854775807 rows from row 0 on");
  CHECK(spoiled(text(), [](ArrowArray& a) { a.offset = INT64_MAX; }) ==
        prefix + "has 2 rows from row 9223372036854775807 on");
  CHECK(spoiled(text(), [](ArrowArray& a) { a.length = 1; }) ==
        prefix + "has 1 rows, and 2 are needed");
  CHECK(spoiled(text(), [](ArrowArray& a) { a.n_buffers = 2; }) ==
        prefix + "has 2 buffers instead of 3");
  CHECK(spoiled(text(), [](ArrowArray& a) { a.buffers = nullptr; }) ==
        prefix + "has 3 buffers instead of 3");
  CHECK(spoiled(text(), [](ArrowArray& a) { a.buffers[1] = nullptr; }) ==
        prefix + "lacks a buffer");
  CHECK(spoiled(text(), [](ArrowArray& a) { a.buffers[2] = nullptr; }) ==
        prefix + "lacks the buffer of its texts");
  CHECK(spoiled(text(), [](ArrowArray& a) { a.n_children = 1; }) ==
        prefix + "has 1 arrays below it instead of 0");
  CHECK(spoiled(list(), [](ArrowArray& a) { a.children = nullptr; }) ==
        prefix + "has 1 arrays below it instead of 1");
  CHECK(spoiled(list(), [](ArrowArray& a) { a.children[0] = nullptr; }) ==
        prefix + "lacks an array below it");
  CHECK(spoiled(codes(), [](ArrowArray& a) { a.dictionary = nullptr; }) ==
        prefix + "lacks its dictionary");
  CHECK(spoiled(text(), [](ArrowArray& a) { a.dictionary = &a; }) ==
        prefix + "has a dictionary that its type has not");
  CHECK(spoiled(list(), [](ArrowArray& a) { a.children[0]->length = 0; }) ==
        "this Arrow table cannot be read: its column 'odd.item' has 0 rows, and 1 are needed");
}

TEST_CASE("The rows themselves may be at fault", "[arrow]") {
  std::vector<ArrowNode> batches;
  batches.push_back(one(texts("odd", {"x"})));
  NodeStream stream(std::move(batches));
  stream.spoil = [](ArrowArray& rows) { rows.n_buffers = 0; };
  CHECK(fault(stream) == "this Arrow table cannot be read: it has 0 buffers instead of 1");
}

TEST_CASE("Offsets ascend", "[arrow]") {
  const std::string descend = std::string(kPrefix) + "has offsets that do not ascend from 0";
  const Bytes text = {'a', 'b', 'c'};
  CHECK(fault_of(odd("u", {std::nullopt, offsets<std::int32_t>({0, 1, 3}), text})) == "none");
  CHECK(fault_of(odd("u", {std::nullopt, offsets<std::int32_t>({0, 3, 1}), text})) == descend);
  CHECK(fault_of(odd("u", {std::nullopt, offsets<std::int32_t>({-1, 1, 3}), text})) == descend);
  CHECK(fault_of(odd("U", {std::nullopt, offsets<std::int64_t>({0, 3, 1}), text})) == descend);
  CHECK(fault_of(odd("u", {std::nullopt, offsets<std::int32_t>({0, 0, 0}), std::nullopt})) ==
        "none");
}

TEST_CASE("Lists of a fixed size have their items", "[arrow]") {
  const auto fixed = [](std::string format, std::int64_t items) {
    ArrowNode column = odd(std::move(format), {std::nullopt});
    column.children.push_back(nulls("item", items));
    return fault_of(std::move(column));
  };
  CHECK(fixed("+w:3", 6) == "none");
  CHECK(fixed("+w:0", 0) == "none");
  CHECK_THAT(fixed("+w:3", 5), Catch::EndsWith("'odd.item' has 5 rows, and 6 are needed"));
  CHECK(fixed("+w:200000000000000", 6) == std::string(kPrefix) + "has more items than can be");
}

TEST_CASE("Views stay within their buffers", "[arrow]") {
  const std::string outside = std::string(kPrefix) + "has a text outside of its buffers";
  const std::string longer = "longer than twelve";
  const auto view = [&](std::int32_t size, std::int32_t buffer, std::int32_t begin) {
    ArrowNode column = text_views("odd", {longer, std::nullopt});
    std::memcpy(column.buffers[1]->data(), &size, 4);
    std::memcpy(column.buffers[1]->data() + 8, &buffer, 4);
    std::memcpy(column.buffers[1]->data() + 12, &begin, 4);
    return fault_of(std::move(column));
  };
  CHECK(view(18, 0, 0) == "none");
  CHECK(view(13, 0, 5) == "none");
  CHECK(view(-1, 0, 0) == std::string(kPrefix) + "has a text of a negative size");
  CHECK(view(19, 0, 0) == outside);
  CHECK(view(18, 0, 1) == outside);
  CHECK(view(18, 0, -1) == outside);
  CHECK(view(18, -1, 0) == outside);
  CHECK(view(18, 2, 0) == outside);
  CHECK(view(18, 1, 0) == outside);  // a buffer that is not there
  ArrowNode column = text_views("odd", {longer});
  column.buffers.back() = std::nullopt;
  CHECK(fault_of(std::move(column)) == std::string(kPrefix) + "lacks the sizes of its buffers");
}

TEST_CASE("Dictionaries have what is looked for", "[arrow]") {
  const std::string out = std::string(kPrefix) + "leads out of its dictionary";
  const auto coded = [](ArrowNode codes) {
    return fault_of(encoded(std::move(codes), texts("", {"x", "y"})));
  };
  CHECK(coded(numbers<std::int8_t>("c", "odd", {0, 1})) == "none");
  CHECK(coded(numbers<std::int8_t>("c", "odd", {0, 2})) == out);
  CHECK(coded(numbers<std::int8_t>("c", "odd", {-1})) == out);
  CHECK(coded(numbers<std::uint64_t>("L", "odd", {UINT64_MAX})) == out);
}

}  // namespace
}  // namespace diallint::test
