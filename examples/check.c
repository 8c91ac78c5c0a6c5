/* Checks the dial requests on standard input (JSON, NDJSON or CSV) and prints what is wrong with them:
 * a line a finding. Then one request made of the program's own texts. Exit code 0: all of it may be
 * sent, 1: it may not, 2: it could not be read.
 *
 *   check [SECONDS] < requests.ndjson
 *
 * SECONDS is the moment to judge for, since 1970; without it the time window is not judged. */
#include <diallint/diallint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ptrdiff_t read_file(void* file, char* out, size_t size) {
  const size_t got = fread(out, 1, size, file);
  return got == 0 && ferror((FILE*)file) ? -1 : (ptrdiff_t)got;
}

/* Called for each finding; its texts are not zero-terminated. */
static int print_finding(void* context, const diallint_finding* f) {
  (void)context;
  printf("record %llu %.*s: %.*s [%.*s]\n", (unsigned long long)f->record, (int)f->path_size,
         f->path, (int)f->message_size, f->message, (int)f->rule_size, f->rule);
  return 1;
}

static int failed(const diallint_checker* checker) {
  diallint_error error = {.struct_size = sizeof error};
  diallint_last_error(checker, &error);
  fprintf(stderr, "check: %s\n", error.message);
  return 2;
}

/* A request of texts that the program holds already. */
static int check_own(diallint_checker* checker, const diallint_options* options) {
  static const char token[] = "order-4711";
  static const char phone[] = "+1-206-555-0100";
  const diallint_dial_request request = {
      .client_token = token,
      .client_token_size = strlen(token),
      .phone_number = phone,
      .phone_number_size = strlen(phone),
  };
  diallint_result result = {.struct_size = sizeof result};
  if (diallint_check_request(checker, &request, sizeof request, options, &result) != DIALLINT_OK)
    return failed(checker);
  printf("own request: %llu findings\n", (unsigned long long)result.found);
  return 0;
}

int main(int argc, char** argv) {
  diallint_checker* checker = NULL;
  diallint_error error = {.struct_size = sizeof error};
  if (diallint_checker_new(NULL, NULL, &checker, &error) != DIALLINT_OK) {
    fprintf(stderr, "check: %s\n", error.message);
    return 2;
  }
  diallint_options options = {.struct_size = sizeof options, .on_finding = print_finding};
  if (argc > 1) {
    options.has_now = 1;
    options.now_seconds = strtoll(argv[1], NULL, 10);
  }
  diallint_result result = {.struct_size = sizeof result};
  int code = 0;
  if (diallint_check_stream(checker, read_file, stdin, DIALLINT_AUTO, &options, &result) !=
      DIALLINT_OK) {
    code = failed(checker);
  } else {
    printf("%llu records, %llu valid\n", (unsigned long long)result.records,
           (unsigned long long)result.valid);
    code = result.ok ? 0 : 1;
  }
  if (code != 2 && check_own(checker, &options) != 0) code = 2;
  diallint_checker_free(checker);
  return code;
}
