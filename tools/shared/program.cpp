#include "shared/program.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <new>

#include "base/printable.h"
#include "shared/failure.h"
#include "shared/interruption.h"
#include "shared/output_file.h"
#include "shared/printed_text.h"

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

/// One line on standard error.
class Line {
 public:
  void put(std::string_view text) {
    const std::size_t size = std::min(text.size(), bytes_.size() - kEnd.size() - size_);
    std::copy_n(text.data(), size, bytes_.data() + size_);
    size_ += size;
    cut_ = cut_ || size < text.size();
  }

  void write() {
    const std::string_view end = cut_ ? kEnd : kEnd.substr(kEnd.size() - 1);
    std::copy_n(end.data(), end.size(), bytes_.data() + size_);
    // Where standard error itself cannot be written nobody is left to tell.
    while (::write(STDERR_FILENO, bytes_.data(), size_ + end.size()) < 0 && errno == EINTR) {
    }
  }

 private:
  static constexpr std::string_view kEnd = "...\n";
  std::array<char, 16 << 10> bytes_;
  std::size_t size_ = 0;
  bool cut_ = false;
};

}  // namespace

int print(std::string_view text) { return print_data(printable_page(text)); }

int print_json(std::string_view json) { return print_data(printable_json(json)); }

int print_data(std::string_view bytes) {
  StandardOutput output;
  output.write(bytes);
  output.finish();
  return kExitOk;
}

void print_error(std::string_view message) {
  // Needs no memory: there may be none. In one piece, as other programs write to the same terminal.
  Line line;
  line.put(program_name);
  line.put(": ");
  // The same once more changes nothing, but lets nothing out that somebody forgot to look at.
  for (std::size_t at = 0; at < message.size();) line.put(next_printed(message, at).text);
  line.write();
}

int run_program(std::string_view program, int count, char** arguments,
                int (*run)(std::vector<std::string>)) {
  program_name = program;
  occupy_standard_streams();
  turn_limits_into_errors();
  std::set_new_handler(end_without_memory);
  return guarded(count, arguments, run);
}

}  // namespace diallint
