// Rules that span members share these: what must hold is written in the schema, as if/then inside
// allOf, and an entry's x-rule names the rule that reports it.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "plan/rule.h"

namespace diallint {

/// Reads allOf. Entries without x-rule are reported by `required`.
void compile_all_of(NodeCompiler& node, const nlohmann::json& value);

/// Finds the value that breaks the clause and reports it there; at the object where it is absent.
bool check_clause(const Check& check, Value& value, CheckContext& context);
/// The same, always reported at the object.
bool check_clause_at_object(const Check& check, Value& value, CheckContext& context);

bool inject_clause(const Check& check, Injection& injection);

}  // namespace diallint
