// The program dialgen.
#include "dialgen/run_dialgen.h"
#include "shared/program.h"

int main(int count, char** arguments) {
  return diallint::run_program("dialgen", count, arguments, diallint::run_dialgen);
}
