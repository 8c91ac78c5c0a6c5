// Run by the build: diallint_numbering_plan_compiler TABLE OUTPUT writes the automaton of a table
// as C++.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "phone/plan_compiler.h"
#include "phone/plan_parser.h"

namespace {

using diallint::numbering::Storage;

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

template <typename Numbers>
void write_numbers(std::ostream& out, const Numbers& numbers) {
  int column = 0;
  for (const auto number : numbers) out << number << (++column % 24 == 0 ? ",\n" : ",");
}

void write_rows(std::ostream& out, const Storage& plan) {
  out << "constexpr Row kNext[] = {\n";
  for (const auto& row : plan.next) {
    out << "{";
    write_numbers(out, row);
    out << "},\n";
  }
  out << "};\n";
}

void write_groups(std::ostream& out, const Storage& plan) {
  out << "constexpr Group kGroups[] = {\n";
  for (const auto& group : plan.groups) {
    out << "{{";
    for (const char c : group.region) out << int{c} << ",";
    out << "}," << int{group.region_size} << "," << group.calling_code << "," << int{group.shortest}
        << "," << int{group.longest} << "},\n";
  }
  out << "};\n";
}

void write_endings(std::ostream& out, const Storage& plan) {
  out << "constexpr Ending kEndings[] = {\n";
  int column = 0;
  for (const auto& ending : plan.endings) {
    out << "{" << ending.state << "," << int{ending.digits} << (++column % 16 == 0 ? "},\n" : "},");
  }
  out << "};\n";
}

void write_plan(std::ostream& out, const Storage& plan) {
  out << "// Written by the build from the table of the numbering plans; edit that.\n"
         "#include \"phone/builtin_plan.h\"\n\nnamespace diallint::numbering {\nnamespace {\n\n";
  write_rows(out, plan);
  out << "constexpr Label kLabels[] = {\n";
  write_numbers(out, plan.labels);
  out << "};\nconstexpr State kEntry[] = {\n";
  write_numbers(out, plan.entry);
  out << "};\n";
  write_groups(out, plan);
  write_endings(out, plan);
  out << "\n}  // namespace\n\nconstinit const Tables kBuiltinTables = {kNext, kLabels, kEntry, "
         "kGroups, kEndings, "
      << plan.next.size() << ", " << plan.groups.size() << ", " << plan.root << ", "
      << plan.first_assignable << ", " << quoted(plan.version) << ", " << quoted(plan.date)
      << "};\n\n}  // namespace diallint::numbering\n";
}

int run(const char* table, const char* output) {
  std::ifstream in(table, std::ios::binary);
  if (!in) return std::fprintf(stderr, "%s: cannot be read\n", table), 2;
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  try {
    std::ofstream out(output, std::ios::binary);
    write_plan(out, *diallint::numbering::compile(text));
    out.close();
    if (!out) return std::fprintf(stderr, "%s: cannot be written\n", output), 2;
    return 0;
  } catch (const diallint::numbering::PlanFailure& fault) {
    std::fprintf(stderr, "%s:%zu: %s\n", table, fault.error.line, fault.error.message.c_str());
    return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: %s TABLE OUTPUT\n", argv[0]), 2;
  return run(argv[1], argv[2]);
}
