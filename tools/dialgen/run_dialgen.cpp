#include "dialgen/run_dialgen.h"

#include <utility>

#include "base/printable.h"
#include "dialgen/commands.h"
#include "diallint/generate.h"
#include "shared/failure.h"
#include "shared/program.h"

namespace diallint {
namespace {

int make(const DialgenCall& call) {
  if (call.command == "valid") return make_valid(call.raw);
  if (call.command == "boundary") return make_boundary(call.raw);
  if (call.command == "spoil") return make_spoiled(call.raw);
  if (call.command == "pack") return make_pack(call.raw);
  if (call.command == "response") return make_response(call.raw);
  if (call.command == "hostile") return make_hostile(call.raw);
  return print(call.text);
}

}  // namespace

int run_dialgen(std::vector<std::string> arguments) {
  const DialgenCall call = parse_dialgen(std::move(arguments));
  try {
    return make(call);
  } catch (const GeneratorError& error) {  // nothing fits a schema, or options exclude each other
    throw FatalError{printable(error.what())};
  }
}

}  // namespace diallint
