// The program as it is built: the protections that its flags ask for, and no trace of the machine.
#include <catch2/catch.hpp>
#include <string>

#include "support/build_paths.h"
#include "support/process.h"

namespace diallint::test {

TEST_CASE("the built program has the protections of its compiler and linker", "[hardening]") {
#if defined(DIALLINT_HARDENED)
  const Scratch scratch;
  const Outcome elf = run_command("readelf -hlWd " + quoted(program_path()), scratch);
  REQUIRE(elf.exit_code == 0);
  for (const char* trait : {"Type:                              DYN (Position-Independent",
                            "GNU_RELRO", "BIND_NOW", "Flags: NOW PIE"})
    CHECK(elf.out.find(trait) != std::string::npos);
  const std::size_t stack = elf.out.find("GNU_STACK");
  REQUIRE(stack != std::string::npos);
  CHECK(elf.out.substr(stack, elf.out.find('\n', stack) - stack).find(" RWE ") ==
        std::string::npos);
  CHECK(elf.out.find("RPATH") == std::string::npos);
  const std::string symbols = run_command("nm -D " + quoted(program_path()), scratch).out;
  CHECK(symbols.find("__stack_chk_fail") != std::string::npos);
  CHECK(symbols.find("__memcpy_chk") != std::string::npos);
#if defined(__x86_64__)
  const std::string program = file_text(program_path());
  std::size_t landing_pads = 0;
  for (std::size_t at = 0; (at = program.find("\xF3\x0F\x1E\xFA", at)) != std::string::npos; ++at)
    ++landing_pads;
  CHECK(landing_pads > 1'000);
#endif
#else
  SUCCEED("built without, for a sanitizer");
#endif
}

TEST_CASE("no path of the machine that builds stands in the program", "[hardening]") {
  const std::string program = file_text(program_path());
  REQUIRE(program.size() > 100'000);
#if defined(DIALLINT_HARDENED)
  CHECK(program.find(source_dir() + "/") == std::string::npos);
#endif
}

}  // namespace diallint::test
