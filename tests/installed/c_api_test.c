/* The C interface from C: built with -std=c11 -pedantic against the installed package. Prints what
 * failed; exit code 0 if nothing did. */
#include <diallint/diallint.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int failures = 0;

static void check(int holds, const char* what, int line) {
  if (holds) return;
  ++failures;
  fprintf(stderr, "c_api_test.c:%d: %s does not hold\n", line, what);
}
#define CHECK(condition) check((condition), #condition, __LINE__)

static const char kRequest[] =
    "{\"clientToken\":\"a b\",\"phoneNumber\":\"+12065550100\",\"expirationTime\":"
    "\"2026-11-20T12:10:00.000Z\",\"attributes\":{}}";

static diallint_options at_noon(void) {
  diallint_options options = {.struct_size = sizeof options};
  options.has_now = 1;
  options.now_seconds = 1795176000; /* 2026-11-20T12:00:00Z */
  return options;
}

static int equals(const char* data, size_t size, const char* text) {
  return size == strlen(text) && memcmp(data, text, size) == 0;
}

/* Rules that keep silent on the numbers of these tests, which are all made up. */
static diallint_ruleset* quiet_rules(void) {
  static const diallint_rule_severity off = {"phone-fictional", 15, DIALLINT_OFF};
  diallint_settings settings = {.struct_size = sizeof settings};
  settings.severities = &off;
  settings.severity_count = 1;
  diallint_ruleset* rules = NULL;
  diallint_error error = {.struct_size = sizeof error};
  CHECK(diallint_ruleset_new(&settings, &rules, &error) == DIALLINT_OK);
  return rules;
}

static diallint_checker* new_checker(int memory) {
  diallint_ruleset* rules = quiet_rules();
  const diallint_checker_options options = {sizeof options, memory};
  diallint_checker* checker = NULL;
  CHECK(diallint_checker_new(rules, &options, &checker, NULL) == DIALLINT_OK);
  diallint_ruleset_free(rules); /* the checker goes on */
  return checker;
}

static void test_json(void) {
  diallint_checker* checker = new_checker(DIALLINT_MEMORY_CHECK);
  const diallint_options options = at_noon();
  diallint_result result = {.struct_size = sizeof result};
  CHECK(diallint_check_json(checker, kRequest, strlen(kRequest), &options, &result) == DIALLINT_OK);
  CHECK(result.ok == 0);
  CHECK(result.records == 1 && result.invalid == 1 && result.errors == 1);
  CHECK(result.found == 1 && result.findings == 1);
  diallint_finding f = {.struct_size = sizeof f};
  CHECK(diallint_finding_at(checker, 0, &f) == DIALLINT_OK);
  CHECK(equals(f.rule, f.rule_size, "pattern"));
  CHECK(equals(f.path, f.path_size, "/clientToken"));
  CHECK(f.severity == DIALLINT_ERROR && f.has_first == 0);
  CHECK(f.begin == 15 && f.end == 20);
  CHECK(f.source_size > 8 && memcmp(f.source, "https://", 8) == 0);
  CHECK(diallint_finding_at(checker, 1, &f) == DIALLINT_SETTING);
  const char* body = NULL;
  size_t size = 0;
  CHECK(diallint_validation_exception(checker, &body, &size) == DIALLINT_OK);
  CHECK(size > 20 && memcmp(body, "{\"message\":\"1 validation error", 30) == 0);
  diallint_checker_free(checker);
}

/* An older caller's settings end before the envelope; a newer one says which are opened. */
static void test_envelopes(void) {
  static const char kMessage[] =
      "{\"messageId\":\"m\",\"body\":\"{\\\"clientToken\\\":\\\"a b\\\"}\"}";
  static const struct {
    size_t struct_size;
    const char* envelope;
    uint64_t errors; /* inside: a pattern, and three members that lack; outside: no shape */
  } rows[] = {{sizeof(diallint_settings), "sqs", 4},
              {sizeof(diallint_settings), "none", 1},
              {sizeof(diallint_settings), NULL, 4},
              {offsetof(diallint_settings, envelope), "none", 4}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
    diallint_settings settings = {.struct_size = rows[i].struct_size};
    settings.envelope = rows[i].envelope;
    settings.envelope_size = rows[i].envelope == NULL ? 0 : strlen(rows[i].envelope);
    diallint_ruleset* rules = NULL;
    CHECK(diallint_ruleset_new(&settings, &rules, NULL) == DIALLINT_OK);
    diallint_checker* checker = NULL;
    CHECK(diallint_checker_new(rules, NULL, &checker, NULL) == DIALLINT_OK);
    diallint_ruleset_free(rules);
    const diallint_options options = at_noon();
    diallint_result result = {.struct_size = sizeof result};
    CHECK(diallint_check_json(checker, kMessage, strlen(kMessage), &options, &result) ==
          DIALLINT_OK);
    CHECK(result.errors == rows[i].errors);
    diallint_checker_free(checker);
  }
  diallint_settings settings = {.struct_size = sizeof settings};
  settings.envelope = "kinesis";
  settings.envelope_size = 7;
  diallint_ruleset* rules = NULL;
  CHECK(diallint_ruleset_new(&settings, &rules, NULL) == DIALLINT_SETTING);
}

static void test_requests(void) {
  diallint_checker* checker = new_checker(DIALLINT_MEMORY_CHECKER);
  const diallint_options options = at_noon();
  static const diallint_attribute attributes[] = {{"name", 4, "Zo\xC3\xAB", 4}};
  diallint_dial_request requests[2] = {
      {"t1", 2, "+12065550100", 12, "2026-11-20T12:10:00Z", 20, attributes, 1},
      {"t2", 2, "+12065550101", 12, "2026-11-20T12:10:00Z", 20, attributes, 0}};
  diallint_result result = {.struct_size = sizeof result};
  CHECK(diallint_check_batch(checker, requests, 2, sizeof requests[0], &options, &result) ==
        DIALLINT_OK);
  CHECK(result.ok == 1 && result.records == 2 && result.found == 0);
  CHECK(diallint_check_request(checker, &requests[1], sizeof requests[1], &options, &result) ==
        DIALLINT_OK);
  CHECK(result.found == 2);
  diallint_finding f = {.struct_size = sizeof f};
  CHECK(diallint_finding_at(checker, 0, &f) == DIALLINT_OK);
  CHECK(equals(f.rule, f.rule_size, "token-unique"));
  CHECK(f.has_first == 1 && f.first_check == 0 && f.first_number == 1 && f.first_is_line == 0);
  diallint_checker_forget(checker);
  requests[0].client_token = NULL; /* absent */
  requests[1].client_token_size = 0;
  CHECK(diallint_check_batch(checker, requests, 2, sizeof requests[0], &options, &result) ==
        DIALLINT_OK);
  CHECK(result.found == 2 && result.errors == 1 && result.warnings == 1);
  CHECK(diallint_check_batch(checker, NULL, 0, sizeof requests[0], &options, &result) ==
        DIALLINT_OK);
  CHECK(result.found == 1);
  CHECK(diallint_check_batch(checker, requests, 2, 8, &options, &result) == DIALLINT_SETTING);
  diallint_checker_free(checker);
}

struct stream {
  const char* left;
  int fails;
};

static ptrdiff_t read_some(void* context, char* out, size_t size) {
  struct stream* stream = context;
  if (stream->fails) return -1;
  size_t count = strlen(stream->left);
  if (count > 7) count = 7;
  if (count > size) count = size;
  memcpy(out, stream->left, count);
  stream->left += count;
  return (ptrdiff_t)count;
}

/* A line of NDJSON is where the first of two equal tokens was. */
static void test_first_line(void) {
  diallint_checker* checker = new_checker(DIALLINT_MEMORY_CHECK);
  struct stream stream = {"{\"clientToken\":\"a\"}\n{\"clientToken\":\"a\"}\n", 0};
  CHECK(diallint_check_stream(checker, read_some, &stream, DIALLINT_NDJSON, NULL, NULL) ==
        DIALLINT_OK);
  diallint_finding f = {.struct_size = sizeof f};
  size_t i = 0;
  while (diallint_finding_at(checker, i, &f) == DIALLINT_OK && !f.has_first) ++i;
  CHECK(f.has_first == 1 && f.first_is_line == 1 && f.first_number == 1);
  diallint_checker_free(checker);
}

static int count_finding(void* context, const diallint_finding* finding) {
  int* calls = context;
  CHECK(finding->struct_size == sizeof *finding);
  CHECK(finding->message_size > 0);
  return ++*calls < 2;
}

static void test_stream(void) {
  diallint_checker* checker = new_checker(DIALLINT_MEMORY_CHECK);
  diallint_options options = at_noon();
  int calls = 0;
  options.on_finding = count_finding;
  options.context = &calls;
  struct stream stream = {"{\"clientToken\":\"a\"}\n{\"clientToken\":\"b\"}\n", 0};
  diallint_result result = {.struct_size = sizeof result};
  CHECK(diallint_check_stream(checker, read_some, &stream, DIALLINT_NDJSON, &options, &result) ==
        DIALLINT_OK);
  CHECK(result.records == 2 && result.found == 6 && result.findings == 0);
  CHECK(calls == 2);
  stream.fails = 1;
  CHECK(diallint_check_stream(checker, read_some, &stream, DIALLINT_AUTO, &options, &result) ==
        DIALLINT_INPUT);
  CHECK(result.ok == 0);
  diallint_error error = {.struct_size = sizeof error};
  CHECK(diallint_last_error(checker, &error) == DIALLINT_OK);
  CHECK(error.code == DIALLINT_INPUT && strlen(error.message) > 10);
  error.struct_size = 8; /* too small to take it */
  CHECK(diallint_last_error(checker, &error) == DIALLINT_SETTING);
  options.now_seconds = INT64_MAX;
  CHECK(diallint_check_json(checker, "{}", 2, &options, NULL) == DIALLINT_SETTING);
  options.now_seconds = INT64_MIN;
  CHECK(diallint_check_json(checker, "{}", 2, &options, NULL) == DIALLINT_SETTING);
  CHECK(diallint_check_stream(checker, read_some, &stream, 9, &options, NULL) == DIALLINT_SETTING);
  CHECK(diallint_check_stream(checker, NULL, NULL, 0, NULL, NULL) == DIALLINT_SETTING);
  diallint_checker_free(checker);
}

static void test_rules(void) {
  diallint_ruleset* rules = quiet_rules();
  CHECK(diallint_rule_count(rules) > 40);
  diallint_rule rule = {.struct_size = sizeof rule};
  CHECK(diallint_explain(rules, "token-unique", 12, &rule) == DIALLINT_OK);
  CHECK(rule.severity == DIALLINT_ERROR && rule.why_size > 10 && rule.repair_size > 10);
  CHECK(diallint_explain(rules, "phone-fictional", 15, &rule) == DIALLINT_OK);
  CHECK(rule.severity == DIALLINT_OFF);
  CHECK(diallint_explain(rules, "nothing", 7, &rule) == DIALLINT_SETTING);
  CHECK(diallint_rule_at(rules, 0, &rule) == DIALLINT_OK && rule.id_size > 0);
  CHECK(diallint_rule_at(rules, 1000, &rule) == DIALLINT_SETTING);
  diallint_ruleset_free(rules);
}

static int32_t new_rules(const diallint_settings* settings, diallint_error* error) {
  static char anything;
  diallint_ruleset* rules = (void*)&anything; /* to be set to null */
  const int32_t code = diallint_ruleset_new(settings, &rules, error);
  CHECK(rules == NULL);
  return code;
}

static void test_wrong_settings(void) {
  diallint_error error = {.struct_size = sizeof error};
  diallint_settings settings = {.struct_size = 4};
  CHECK(new_rules(&settings, &error) == DIALLINT_SETTING);
  CHECK(error.code == DIALLINT_SETTING && strstr(error.message, "struct_size") != NULL);
  settings.struct_size = sizeof settings;
  settings.severity_count = 1; /* of no list */
  CHECK(new_rules(&settings, &error) == DIALLINT_SETTING);
  CHECK(strstr(error.message, "null") != NULL);
  diallint_rule_severity severity = {"no-such-rule", 12, DIALLINT_OFF};
  settings.severities = &severity;
  CHECK(new_rules(&settings, &error) == DIALLINT_SETTING);
  CHECK(strstr(error.message, "no-such-rule") != NULL);
  severity.severity = DIALLINT_ERROR + 1;
  CHECK(new_rules(&settings, &error) == DIALLINT_SETTING);
  CHECK(strstr(error.message, "unknown severity 4") != NULL);
  severity.severity = DIALLINT_OFF - 1;
  CHECK(new_rules(&settings, &error) == DIALLINT_SETTING);
  CHECK(new_rules(&settings, NULL) == DIALLINT_SETTING); /* who asks for no words gets none */
  error.struct_size = 8;
  error.message[0] = 'x';
  CHECK(new_rules(&settings, &error) == DIALLINT_SETTING && error.message[0] == 'x');
  CHECK(diallint_ruleset_new(NULL, NULL, NULL) == DIALLINT_SETTING);
  diallint_ruleset_free(NULL);
}

static void test_wrong_schemas(void) {
  diallint_error error = {.struct_size = sizeof error};
  diallint_settings settings = {.struct_size = sizeof settings};
  settings.schema_count = 1; /* of no list */
  CHECK(new_rules(&settings, &error) == DIALLINT_SETTING);
  diallint_schema schema = {"mine.json", 9, "{\"x-shape\":1}", 13};
  settings.schemas = &schema;
  CHECK(new_rules(&settings, &error) == DIALLINT_SCHEMA);
  CHECK(strstr(error.message, "mine.json") != NULL);
  schema.name = NULL; /* it has none */
  schema.text = NULL;
  CHECK(new_rules(&settings, &error) == DIALLINT_SCHEMA);
  /* A message that is cut is cut between characters: the name has two bytes in each. */
  static char name[2001];
  for (size_t i = 0; i < 1000; ++i) memcpy(name + 2 * i, "\xC3\xA4", 2);
  schema.name = name;
  for (schema.name_size = 1998; schema.name_size <= 2000; schema.name_size += 2) {
    CHECK(new_rules(&settings, &error) == DIALLINT_SCHEMA);
    const size_t size = strlen(error.message);
    CHECK(size >= 498 && size < sizeof error.message);
    CHECK((unsigned char)error.message[size - 1] == 0xA4);
    ++schema.name; /* and once more from its second byte on */
  }
}

/* A schema of the caller's, beside those that are built in. */
static void test_own_schema(void) {
  static const char text[] =
      "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"mine\",\"x-shape\":"
      "\"mine\",\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":"
      "\"string\","
      "\"maxLength\":3}}}";
  const diallint_schema schema = {"mine.json", 9, text, sizeof text - 1};
  diallint_settings settings = {.struct_size = sizeof settings};
  settings.schemas = &schema;
  settings.schema_count = 1;
  diallint_error error = {.struct_size = sizeof error};
  diallint_ruleset* rules = NULL;
  CHECK(diallint_ruleset_new(&settings, &rules, &error) == DIALLINT_OK);
  diallint_checker* checker = NULL;
  CHECK(diallint_checker_new(rules, NULL, &checker, &error) == DIALLINT_OK);
  diallint_options options = at_noon();
  options.shape = "mine";
  options.shape_size = 4;
  diallint_result result = {.struct_size = sizeof result};
  CHECK(diallint_check_json(checker, "{\"a\":\"xyz\"}", 11, &options, &result) == DIALLINT_OK);
  CHECK(result.ok == 1 && result.records == 1);
  CHECK(diallint_check_json(checker, "{\"a\":\"xyz1\"}", 12, &options, &result) == DIALLINT_OK);
  CHECK(result.ok == 0 && result.errors == 1);
  options.shape = "other";
  options.shape_size = 5;
  CHECK(diallint_check_json(checker, "{}", 2, &options, &result) == DIALLINT_SETTING);
  diallint_checker_free(checker);
  diallint_ruleset_free(rules);
}

static void test_wrong_checkers(void) {
  diallint_error error = {.struct_size = sizeof error};
  diallint_checker* checker = NULL;
  diallint_checker_options options = {4, DIALLINT_MEMORY_CHECK};
  CHECK(diallint_checker_new(NULL, &options, &checker, &error) == DIALLINT_SETTING);
  CHECK(strstr(error.message, "struct_size") != NULL);
  options.struct_size = sizeof options;
  options.memory = 2;
  CHECK(diallint_checker_new(NULL, &options, &checker, &error) == DIALLINT_SETTING);
  CHECK(strstr(error.message, "memory") != NULL && checker == NULL);
  CHECK(diallint_checker_new(NULL, NULL, NULL, &error) == DIALLINT_SETTING);
  diallint_checker_free(NULL);
  diallint_checker_forget(NULL);
}

static void test_wrong_calls(void) {
  diallint_error error = {.struct_size = sizeof error};
  diallint_checker* checker = NULL;
  CHECK(diallint_checker_new(NULL, NULL, &checker, &error) == DIALLINT_OK); /* of built-in rules */
  diallint_result result = {.struct_size = sizeof result};
  diallint_options options = at_noon();
  options.struct_size = 8;
  CHECK(diallint_check_json(checker, "{}", 2, &options, &result) == DIALLINT_SETTING);
  options.struct_size = sizeof options;
  options.now_nanos = 1000000000;
  CHECK(diallint_check_json(checker, "{}", 2, &options, &result) == DIALLINT_SETTING);
  options.now_nanos = -1;
  CHECK(diallint_check_json(checker, "{}", 2, &options, &result) == DIALLINT_SETTING);
  CHECK(diallint_last_error(checker, &error) == DIALLINT_OK);
  CHECK(strstr(error.message, "now_nanos") != NULL);
  options.now_nanos = 999999999;
  CHECK(diallint_check_json(checker, NULL, 0, &options, &result) == DIALLINT_OK);
  CHECK(result.records == 1 && result.unreadable == 1);
  diallint_dial_request request = {"t1", 2, NULL, 0, NULL, 0, NULL, SIZE_MAX};
  CHECK(diallint_check_request(checker, NULL, sizeof request, &options, &result) ==
        DIALLINT_SETTING);
  CHECK(diallint_check_request(checker, &request, 8, &options, &result) == DIALLINT_SETTING);
  CHECK(diallint_check_batch(checker, NULL, 1, sizeof request, &options, &result) ==
        DIALLINT_SETTING);
  /* Attributes that are not there are not counted. */
  CHECK(diallint_check_request(checker, &request, sizeof request, &options, &result) ==
        DIALLINT_OK);
  CHECK(result.records == 1 && result.errors == 3);
  CHECK(diallint_check_stream(checker, read_some, NULL, -1, &options, NULL) == DIALLINT_SETTING);
  CHECK(diallint_check_json(NULL, "", 0, NULL, NULL) == DIALLINT_SETTING);
  diallint_checker_free(checker);
}

static void test_wrong_questions(void) {
  diallint_ruleset* rules = quiet_rules();
  diallint_rule rule = {.struct_size = 8};
  CHECK(diallint_rule_count(NULL) == 0);
  CHECK(diallint_rule_at(rules, 0, NULL) == DIALLINT_SETTING);
  CHECK(diallint_rule_at(rules, 0, &rule) == DIALLINT_SETTING);
  CHECK(diallint_explain(NULL, "length", 6, &rule) == DIALLINT_SETTING);
  CHECK(diallint_explain(rules, "length", 6, NULL) == DIALLINT_SETTING);
  CHECK(diallint_explain(rules, "length", 6, &rule) == DIALLINT_SETTING);
  CHECK(diallint_explain(rules, NULL, 0, &rule) == DIALLINT_SETTING);
  diallint_ruleset_free(rules);
  diallint_checker* checker = new_checker(DIALLINT_MEMORY_CHECK);
  CHECK(diallint_check_json(checker, kRequest, strlen(kRequest), NULL, NULL) == DIALLINT_OK);
  diallint_finding f = {.struct_size = 8};
  CHECK(diallint_finding_at(checker, 0, &f) == DIALLINT_SETTING);
  CHECK(diallint_finding_at(checker, 0, NULL) == DIALLINT_SETTING);
  CHECK(diallint_finding_at(NULL, 0, &f) == DIALLINT_SETTING);
  diallint_error error = {.struct_size = sizeof error};
  CHECK(diallint_last_error(NULL, &error) == DIALLINT_SETTING);
  CHECK(diallint_last_error(checker, NULL) == DIALLINT_SETTING);
  const char* body = NULL;
  size_t size = 0;
  CHECK(diallint_validation_exception(NULL, &body, &size) == DIALLINT_SETTING);
  CHECK(diallint_validation_exception(checker, NULL, &size) == DIALLINT_SETTING);
  CHECK(diallint_validation_exception(checker, &body, NULL) == DIALLINT_SETTING);
  diallint_checker_free(checker);
}

/* A caller that was built with an earlier, smaller struct, and one with a later, larger one. */
static void test_versions(void) {
  diallint_checker* checker = new_checker(DIALLINT_MEMORY_CHECK);
  struct {
    diallint_result result;
    char later[32];
  } large;
  memset(&large, 0x55, sizeof large);
  large.result.struct_size = sizeof large;
  CHECK(diallint_check_json(checker, kRequest, strlen(kRequest), NULL, &large.result) ==
        DIALLINT_OK);
  CHECK(large.result.found == 1 && large.result.struct_size == sizeof large);
  CHECK(large.later[0] == 0x55); /* not known to this version, so not touched */
  diallint_result small = {.struct_size = 8};
  CHECK(diallint_check_json(checker, kRequest, strlen(kRequest), NULL, &small) == DIALLINT_SETTING);
  CHECK(small.records == 0);
  diallint_checker_free(checker);
}

int main(void) {
  CHECK(strlen(diallint_version()) >= 5);
  test_json();
  test_envelopes();
  test_requests();
  test_stream();
  test_first_line();
  test_rules();
  test_own_schema();
  test_wrong_settings();
  test_wrong_schemas();
  test_wrong_checkers();
  test_wrong_calls();
  test_wrong_questions();
  test_versions();
  if (failures == 0) puts("the C interface does what it says");
  return failures == 0 ? 0 : 1;
}
