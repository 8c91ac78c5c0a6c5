// What is known of a batch and its responses, and what is taken back with a unit.
#include "context/response_index.h"

#include <catch2/catch.hpp>

namespace diallint::test {

using Side = ResponseIndex::Side;

TEST_CASE("What a unit noted goes when the unit does", "[response_index]") {
  ResponseIndex index("batch.json", {"answer.json", "second.json"}, {"failedrequests"});
  index.read_request();
  index.lookup(Side::kRequest, "kept", 10, "/dialRequests/0/clientToken");
  std::size_t mark = index.noted();
  CHECK(mark == 1);
  index.lookup(Side::kRequest, "gone", 30, "/dialRequests/1/clientToken");
  index.lookup(Side::kRequest, "kept", 50, "/dialRequests/2/clientToken");
  index.lookup(Side::kRequest, "kept", 50, "/dialRequests/2/clientToken");  // the same place
  CHECK(index.noted() == mark + 2);
  index.go_back(mark);
  CHECK(index.tokens(Side::kRequest) == std::set<std::string>{"kept"});

  index.read_response(0);
  index.lookup(Side::kResponse, "kept", 20, "/successfulRequests/0/clientToken");
  mark = index.noted();
  CHECK(mark == 2);
  index.lookup(Side::kResponse, "gone", 40, "/successfulRequests/1/clientToken");
  index.lookup(Side::kResponse, "kept", 60,
               "/successfulRequests/0/clientToken");  // its item is known
  index.lookup(Side::kResponse, "kept", 60, "/successfulRequests/0/clientToken");  // the same place
  CHECK(index.noted() == mark + 2);
  index.go_back(mark);
  CHECK(index.tokens(Side::kResponse) == std::set<std::string>{"kept"});

  index.read_response(1);
  index.fail_call("");
  index.fail_call("");
  CHECK(index.noted() == mark + 1);
  CHECK(index.has_failed_call());
  index.go_back(mark);
  CHECK_FALSE(index.has_failed_call());

  index.read_response(0);
  index.seal();
  CHECK(index.lookup(Side::kRequest, "kept", 10, "/dialRequests/0/clientToken").empty());
  CHECK(index.lookup(Side::kRequest, "gone", 30, "/dialRequests/1/clientToken").empty());
  CHECK(index.request_of("/successfulRequests/0/clientToken") == "/dialRequests/0 of batch.json");
  CHECK(index.request_of("/successfulRequests/1/clientToken").empty());
}

}  // namespace diallint::test
