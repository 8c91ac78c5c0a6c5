#include "entry.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "failure.h"
#include "output_file.h"
#include "printable.h"

namespace diallint {
namespace {

std::string_view program_name = "diallint";  // set once, before anything can complain

/// A closed standard stream would hand its number to the next file that is opened, and a report
/// would end up in it. The modes are the wrong way round, so that use still fails.
void occupy_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(descriptor, F_GETFD) < 0)
      static_cast<void>(::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

int guarded(std::vector<std::string> arguments, int (*run)(std::vector<std::string>)) {
  try {
    return run(std::move(arguments));
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

int print(std::string_view text) {
  StandardOutput output;
  output.write(text);
  output.finish();
  return kNothingFound;
}

void complain(std::string_view message) {
  const std::string line = std::string(program_name) + ": " + std::string(message) + "\n";
  // Where standard error itself cannot be written nobody is left to tell.
  static_cast<void>(std::fputs(line.c_str(), stderr));
}

int run_program(std::string_view program, int count, char** arguments,
                int (*run)(std::vector<std::string>)) {
  program_name = program;
  occupy_standard_streams();
  // A closed pipe is then an error of write(), with a message of its own.
  std::signal(SIGPIPE, SIG_IGN);
  return guarded(count > 0 ? std::vector<std::string>(arguments + 1, arguments + count)
                           : std::vector<std::string>(),
                 run);
}

}  // namespace diallint
