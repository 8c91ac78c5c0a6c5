// What the program does, one function a command. Each returns the exit code and throws FatalError.
#pragma once
#include "diallint/program_options.h"
#include "shared/program.h"

namespace diallint {

int check(const Options& options);
int watch(const Options& options);
int list_rules(const Options& options);
int explain(const Options& options);
int show_schema(const Options& options);
int show_config(const Options& options);
int compare_schemas(const Options& options);
int check_conformance(const Options& options);
int show_history(const Options& options);
int fix_files(const Options& options);
int prepare_lists(const Options& options);
int reconcile_answers(const Options& options);
int serve(const Options& options);

}  // namespace diallint
