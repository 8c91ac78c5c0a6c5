#include "shared/program.h"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <new>

#include "base/printable.h"
#include "shared/failure.h"
#include "shared/interruption.h"
#include "shared/output_file.h"

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

/// Nothing is unwound: libraries need memory to free what they hold, and end the program by a
/// signal where there is none.
[[noreturn]] void end_without_memory() {
  remove_unfinished_files();
  print_error("out of memory; check fewer or smaller inputs at a time");
  ::_exit(kExitError);
}

int attempt(int count, char** arguments, int (*run)(std::vector<std::string>)) {
  try {
    return run(count > 0 ? std::vector<std::string>(arguments + 1, arguments + count)
                         : std::vector<std::string>());
  } catch (const FatalError& failure) {
    print_error(failure.message);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    print_error("internal error (" + printable(error.what()) + "); please report it");
  } catch (...) {
    print_error("internal error; please report it");
  }
  return kExitError;
}

/// What asks for memory by other ways than `new` gets here.
int guarded(int count, char** arguments, int (*run)(std::vector<std::string>)) {
  try {
    return attempt(count, arguments, run);
  } catch (const std::bad_alloc&) {
    print_error("out of memory; check fewer or smaller inputs at a time");
  }
  return kExitError;
}

}  // namespace

int print(std::string_view text) {
  StandardOutput output;
  output.write(text);
  output.finish();
  return kExitOk;
}

void print_error(std::string_view message) {
  // Needs no memory: there may be none. In one piece, as other programs write to the same terminal.
  const auto piece = [](std::string_view text) {
    return iovec{const_cast<char*>(text.data()), text.size()};
  };
  const std::array pieces = {piece(program_name), piece(": "), piece(message), piece("\n")};
  // Where standard error itself cannot be written nobody is left to tell.
  while (::writev(STDERR_FILENO, pieces.data(), pieces.size()) < 0 && errno == EINTR) {
  }
}

int run_program(std::string_view program, int count, char** arguments,
                int (*run)(std::vector<std::string>)) {
  program_name = program;
  occupy_standard_streams();
  // A closed pipe is then an error of write(), with a message of its own.
  std::signal(SIGPIPE, SIG_IGN);
  std::set_new_handler(end_without_memory);
  return guarded(count, arguments, run);
}

}  // namespace diallint
