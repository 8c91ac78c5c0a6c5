// The main() of the tests in the build of `./dev mutate`. With --mutants it answers commands, a
// line each, and runs tests in children of its own: a mutant costs a fork, not a start of the
// program.
//
//   list                           every test: its number, name and tags
//   note TEST SECONDS              runs it alone: how it ended, its seconds, the mutants it reached
//   try MUTANT TEST:SECONDS...     runs them one after the other until one fails
//   show MUTANT TEST               runs one with the mutant on and lets it speak
#define CATCH_CONFIG_RUNNER
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <sstream>

#include "mutate/mutants.h"

namespace {

// What a child leaves for its parent.
struct Shared {
  unsigned char reached[mutants::kMaxMutants];
  volatile int test;  // that runs or has run last
  volatile bool failed;
  volatile double seconds;
};

Shared* shared_memory() {
  void* const memory =
      ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<Shared*>(memory);
}

Shared* shared = nullptr;

const std::vector<Catch::TestCase>& all_tests() {
  return Catch::getRegistryHub().getTestCaseRegistry().getAllTests();
}

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// A test that a mutant keeps from ending is ended by a signal: after so many seconds of the
// processor, or many times as long where it only waits.
void limit_time(double seconds) {
  const auto timer = [](int which, double length) {
    const auto whole = static_cast<time_t>(length);
    const auto rest = static_cast<suseconds_t>((length - static_cast<double>(whole)) * 1e6);
    const itimerval value{{0, 0}, {whole, rest}};
    ::setitimer(which, &value, nullptr);
  };
  timer(ITIMER_PROF, seconds);
  timer(ITIMER_REAL, 20 * seconds + 10);
}

bool passes(int test, bool speaks) {
  Catch::ConfigData settings;
  settings.abortAfter = 1;
  if (!speaks) settings.outputFilename = "/dev/null";
  const auto config = std::make_shared<Catch::Config>(settings);
  Catch::getCurrentMutableContext().setConfig(config);
  Catch::RunContext context(config, Catch::makeReporter(config));
  context.testGroupStarting("", 1, 1);
  const Catch::Totals totals = context.runTest(all_tests()[static_cast<std::size_t>(test)]);
  context.testGroupEnded("", totals, 1, 1);
  return totals.assertions.failed == 0 && totals.testCases.failed == 0;
}

struct Trial {
  int test;
  double seconds;  // 0: no limit
};

[[noreturn]] void run_in_child(int mutant, const std::vector<Trial>& trials, bool speaks) {
  ::setpgid(0, 0);
  // A mutant that allocates without end meets this before the machine feels it.
  const rlimit memory{std::size_t{4} << 30U, std::size_t{4} << 30U};
  ::setrlimit(RLIMIT_AS, &memory);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (!speaks && (std::freopen("/dev/null", "w", stdout) == nullptr ||
                  std::freopen("/dev/null", "w", stderr) == nullptr))
    ::_exit(3);
  mutants::active = mutant;
  ::setenv("DIALLINT_MUTANT", std::to_string(mutant).c_str(), 1);
  for (const Trial& trial : trials) {
    shared->test = trial.test;
    if (trial.seconds > 0) limit_time(trial.seconds);
    const double begin = processor_seconds();
    const bool passed = passes(trial.test, speaks);
    shared->seconds = processor_seconds() - begin;
    if (passed) continue;
    shared->failed = true;
    std::cout.flush();  // what `show` has to say
    ::_exit(1);
  }
  ::_exit(0);
}

// How the tests ended: "passed", "failed", "crashed" or "hung".
std::string run(int mutant, const std::vector<Trial>& trials, bool speaks = false) {
  shared->failed = false;
  const pid_t child = ::fork();
  if (child == 0) run_in_child(mutant, trials, speaks);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
  }
  ::kill(-child, SIGKILL);  // what the tests have started, if they were ended in the middle
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return signal == SIGPROF || signal == SIGALRM ? "hung" : "crashed";
  }
  return WEXITSTATUS(status) == 0 ? "passed" : shared->failed ? "failed" : "crashed";
}

void list() {
  int number = 0;
  for (const Catch::TestCase& test : all_tests()) {
    std::string tags;
    for (const std::string& tag : test.tags) tags += "[" + tag + "]";
    std::cout << number++ << "\t" << test.name << "\t" << tags << "\n";
  }
}

void note(std::istream& words) {
  Trial trial{0, 0};
  words >> trial.test >> trial.seconds;
  std::memset(shared->reached, 0, sizeof shared->reached);
  const std::string end = run(mutants::kNone, {trial});
  std::cout << end << "\t" << shared->seconds << "\t";
  for (std::size_t id = 0; id < mutants::kMaxMutants; ++id) {
    if (shared->reached[id] != 0) std::cout << id << " ";
  }
  std::cout << "\n";
}

void try_mutant(std::istream& words) {
  int mutant = mutants::kNone;
  words >> mutant;
  std::vector<Trial> trials;
  char colon = 0;
  for (Trial trial{}; words >> trial.test >> colon >> trial.seconds;) trials.push_back(trial);
  const std::string end = run(mutant, trials);
  std::cout << end << "\t" << shared->test << "\n";
}

void show(std::istream& words) {
  int mutant = mutants::kNone;
  Trial trial{0, 0};
  words >> mutant >> trial.test;
  std::cout << run(mutant, {trial}, true) << "\n";
}

void answer(const std::string& line) {
  std::istringstream words(line);
  std::string command;
  words >> command;
  if (command == "list") list();
  if (command == "note") note(words);
  if (command == "try") try_mutant(words);
  if (command == "show") show(words);
  std::cout << "." << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || std::string_view(argv[1]) != "--mutants") return Catch::Session().run(argc, argv);
  shared = shared_memory();
  if (shared == nullptr) return 2;
  // Numbers that were asked for before main() are in the notes of the start.
  std::cout << "before main:";
  for (std::size_t id = 0; id < mutants::kMaxMutants; ++id) {
    if (mutants::own_notes[id] != 0) std::cout << " " << id;
  }
  std::cout << std::endl;
  mutants::reached = shared->reached;
  const Catch::Session session;
  for (std::string line; std::getline(std::cin, line);) answer(line);
  return 0;
}
