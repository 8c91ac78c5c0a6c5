// The program dialgen: reads its arguments and runs one command.
#include "base/printable.h"
#include "dialgen/commands.h"
#include "diallint/generate.h"
#include "shared/failure.h"
#include "shared/program.h"

namespace diallint {
namespace {

int make(const DialgenCall& call) {
  if (call.command == "valid") return make_valid(call.words);
  if (call.command == "boundary") return make_boundary(call.words);
  if (call.command == "spoil") return make_spoiled(call.words);
  if (call.command == "pack") return make_pack(call.words);
  if (call.command == "response") return make_response(call.words);
  if (call.command == "hostile") return make_hostile(call.words);
  return print(call.text);
}

int run(std::vector<std::string> arguments) {
  const DialgenCall call = parse_dialgen(std::move(arguments));
  try {
    return make(call);
  } catch (const GeneratorError& error) {  // nothing fits a schema, or options exclude each other
    throw Failure{printable(error.what())};
  }
}

}  // namespace
}  // namespace diallint

int main(int count, char** arguments) {
  return diallint::run_program("dialgen", count, arguments, diallint::run);
}
