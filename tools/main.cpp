// The program: reads its arguments, runs one command, and turns whatever goes wrong into one line
// and exit code 2.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "commands.h"
#include "failure.h"
#include "output_file.h"
#include "printable.h"

namespace diallint {

int print(std::string_view text) {
  StandardOutput output;
  output.write(text);
  output.finish();
  return kNothingFound;
}

void complain(std::string_view message) {
  const std::string line = "diallint: " + std::string(message) + "\n";
  // Where standard error itself cannot be written nobody is left to tell.
  static_cast<void>(std::fputs(line.c_str(), stderr));
}

namespace {

/// A closed standard stream would hand its number to the next file that is opened, and a report
/// would end up in it. The modes are the wrong way round, so that use still fails.
void occupy_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(descriptor, F_GETFD) < 0)
      static_cast<void>(::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

int run(const Options& options) {
  switch (options.command) {
    case Command::kCheck:
      return check(options);
    case Command::kRules:
      return list_rules(options);
    case Command::kExplain:
      return explain(options);
    case Command::kSchema:
      return show_schema(options);
    case Command::kConfig:
      return show_config(options);
    case Command::kSchemaDiff:
      return compare_schemas(options);
    case Command::kPrint:
      break;
  }
  return print(options.text);
}

int guarded(int count, char** arguments) {
  try {
    return run(parse_options(count > 0 ? std::vector<std::string>(arguments + 1, arguments + count)
                                       : std::vector<std::string>()));
  } catch (const Failure& failure) {
    complain(failure.message);
  } catch (const std::bad_alloc&) {
    complain("out of memory; check fewer or smaller inputs at a time");
  } catch (const std::exception& error) {
    complain("internal error (" + printable(error.what()) + "); please report it");
  } catch (...) {
    complain("internal error; please report it");
  }
  return kTrouble;
}

}  // namespace
}  // namespace diallint

int main(int count, char** arguments) {
  diallint::occupy_standard_streams();
  // A closed pipe is then an error of write(), with a message of its own.
  std::signal(SIGPIPE, SIG_IGN);
  return diallint::guarded(count, arguments);
}
