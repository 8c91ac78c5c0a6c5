// Schemas that tests make up.
#pragma once
#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "plan/plan.h"
#include "schema/schema_compiler.h"

namespace diallint::test {

/// A schema of the shape `thing` with this text behind its "$id".
inline std::string shape(const std::string& rest, const std::string& id = "urn:a") {
  return "{\"$id\":\"" + id + "\",\"x-shape\":\"thing\"" + (rest.empty() ? "" : "," + rest) + "}";
}

inline Plan plan_of(const std::string& text) {
  PlanResult result = compile_plan({{"own.json", text}});
  INFO(result.error);
  REQUIRE(result.plan);
  return std::move(*result.plan);
}

}  // namespace diallint::test
