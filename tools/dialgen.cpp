// The program dialgen: reads its arguments and runs one command.
#include "dialgen_commands.h"
#include "entry.h"

namespace diallint {
namespace {

int run(std::vector<std::string> arguments) {
  const DialgenCall call = parse_dialgen(std::move(arguments));
  if (call.command == "valid") return make_valid(call.words);
  return print(call.text);
}

}  // namespace
}  // namespace diallint

int main(int count, char** arguments) {
  return diallint::run_program("dialgen", count, arguments, diallint::run);
}
