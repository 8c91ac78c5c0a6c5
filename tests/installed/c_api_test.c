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

static diallint_text text_of(const char* text) {
  const diallint_text given = {text, strlen(text)};
  return given;
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
  stream.left = "{\"clientToken\":\"a\"}\n{\"clientToken\":\"b\"}\n";
  options.jobs = 2;
  CHECK(diallint_check_stream(checker, read_some, &stream, DIALLINT_NDJSON, &options, &result) ==
        DIALLINT_OK);
  CHECK(result.records == 2 && result.found == 6);
  options.jobs = 257;
  CHECK(diallint_check_stream(checker, read_some, &stream, DIALLINT_NDJSON, &options, &result) ==
        DIALLINT_SETTING);
  options.jobs = 0;
  stream.fails = 1;
  CHECK(diallint_check_stream(checker, read_some, &stream, DIALLINT_AUTO, &options, &result) ==
        DIALLINT_INPUT);
  CHECK(result.ok == 0);
  diallint_error error = {.struct_size = sizeof error};
  CHECK(diallint_last_error(checker, &error) == DIALLINT_OK);
  CHECK(error.code == DIALLINT_INPUT && strlen(error.message) > 10);
  error.struct_size = 8; /* too small to take it */
  CHECK(diallint_last_error(checker, &error) == DIALLINT_SETTING);
  const diallint_csv_column columns[] = {{{"phoneNumber", 11}, {"Tel", 3}}};
  options.on_finding = NULL;
  options.csv_map = columns;
  options.csv_map_count = 1;
  stream.left = "clientToken,Tel,expirationTime\nt,+12025550101,2026-11-20T12:05:00.000Z\n";
  stream.fails = 0;
  CHECK(diallint_check_stream(checker, read_some, &stream, DIALLINT_CSV, &options, &result) ==
        DIALLINT_OK);
  CHECK(result.records == 1 && result.valid == 1);
  options.csv_map = NULL;
  CHECK(diallint_check_stream(checker, read_some, &stream, DIALLINT_CSV, &options, &result) ==
        DIALLINT_SETTING);
  CHECK(diallint_check_json(checker, "{}", 2, &options, NULL) == DIALLINT_OK); /* no table */
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

static int has_text(const char* text, size_t size, const char* wanted) {
  return size == strlen(wanted) && memcmp(text, wanted, size) == 0;
}

static void test_guidance(void) {
  diallint_guidance one = {.struct_size = sizeof one};
  CHECK(diallint_guidance_for("connectcampaigns", 16, "RequestThrottled", 16, &one) == DIALLINT_OK);
  CHECK(one.remedy == DIALLINT_WAIT_THEN_RETRY && one.http_status == 0);
  CHECK(has_text(one.service, one.service_size, "connect-campaigns"));
  CHECK(one.meaning_size > 10 && one.advice_size > 10);
  CHECK(diallint_guidance_for("connect", 7, "ThrottlingException", 19, &one) == DIALLINT_OK);
  CHECK(one.http_status == 429 && has_text(one.name, one.name_size, "ThrottlingException"));
  CHECK(diallint_guidance_for("connect", 7, "RequestThrottled", 16, &one) == DIALLINT_SETTING);
  const size_t count = diallint_guidance_count();
  for (size_t i = 0; i < count; ++i) CHECK(diallint_guidance_at(i, &one) == DIALLINT_OK);
  CHECK(diallint_guidance_at(count, &one) == DIALLINT_SETTING);
  CHECK(diallint_guidance_at(0, NULL) == DIALLINT_SETTING);
  one.struct_size = 8;
  CHECK(diallint_guidance_at(0, &one) == DIALLINT_SETTING);
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

/* --- lists, answers and fixes ------------------------------------------------------------------
 */

static const char kList[] =
    "Phone,Name\n+12025550101,Ada\n+12025550102,Ben\n+12025550101,Cy\nnobody,Di\n";

static diallint_prepare_options for_noon(void) {
  diallint_prepare_options options = {.struct_size = sizeof options};
  options.campaign = text_of("c");
  options.start_seconds = 1795176000;
  options.token_key = text_of("0123456789abcdef");
  return options;
}

/* A text that is handed out bit by bit, and what came of it. */
typedef struct feed {
  const char* rest;
  size_t size;
  char taken[8192];
  size_t taken_size;
  int calls;
  int opened;
  int closed;
  int stop_at; /* this call wants no more */
} feed;

static ptrdiff_t read_bits(void* context, char* out, size_t size) {
  feed* from = context;
  size_t count = from->size < size ? from->size : size;
  if (count > 7) count = 7;
  memcpy(out, from->rest, count);
  from->rest += count;
  from->size -= count;
  return (ptrdiff_t)count;
}

static int take_bytes(void* context, const char* bytes, size_t size) {
  feed* into = context;
  if (++into->calls == into->stop_at) return 1;
  CHECK(into->taken_size + size < sizeof into->taken);
  memcpy(into->taken + into->taken_size, bytes, size);
  into->taken_size += size;
  return 0;
}

static int take_batch(void* context, const diallint_batch* batch) {
  CHECK(batch->struct_size == sizeof *batch);
  CHECK(batch->number >= 1 && batch->requests > 0 && batch->manifest_size > 0);
  CHECK(batch->submission_seconds >= 1795176000 && batch->submission_nanos < 1000000000);
  return take_bytes(context, batch->json, batch->json_size);
}

static int holds(const char* data, size_t size, const char* text) {
  const size_t length = strlen(text);
  for (size_t at = 0; at + length <= size; ++at)
    if (memcmp(data + at, text, length) == 0) return 1;
  return 0;
}

static diallint_file file_at(const diallint_files* files, size_t index) {
  diallint_file file = {.struct_size = sizeof file};
  CHECK(diallint_file_at(files, index, &file) == DIALLINT_OK);
  return file;
}

static void test_prepare(void) {
  const diallint_prepare_options options = for_noon();
  diallint_prepare_summary summary = {.struct_size = sizeof summary};
  diallint_files* files = NULL;
  diallint_error error = {.struct_size = sizeof error};
  CHECK(diallint_prepare(NULL, &options, kList, strlen(kList), "people", 6, &summary, &files,
                         &error) == DIALLINT_OK);
  CHECK(summary.rows == 4 && summary.taken == 2 && summary.rejected == 2 && summary.batches == 1);
  CHECK(summary.expires_in > 0);
  CHECK(diallint_file_count(files) == 3);
  const diallint_file batch = file_at(files, 0);
  CHECK(equals(batch.name, batch.name_size, "batch-000001.json"));
  CHECK(holds(batch.text, batch.text_size, "+12025550102"));
  const diallint_file manifest = file_at(files, 1);
  CHECK(equals(manifest.name, manifest.name_size, "manifest.ndjson"));
  const diallint_file rejected = file_at(files, 2);
  CHECK(holds(rejected.text, rejected.text_size, "repeated-number"));
  diallint_file none = {.struct_size = sizeof none};
  CHECK(diallint_file_at(files, 3, &none) == DIALLINT_SETTING);
  CHECK(diallint_file_at(NULL, 0, &none) == DIALLINT_SETTING);
  none.struct_size = 8;
  CHECK(diallint_file_at(files, 0, &none) == DIALLINT_SETTING);
  CHECK(diallint_file_at(files, 0, NULL) == DIALLINT_SETTING);

  /* The same bit by bit. */
  feed into = {0};
  const diallint_prepare_sink sink = {sizeof sink, take_batch, take_bytes, &into};
  diallint_preparer* preparer = NULL;
  CHECK(diallint_preparer_new(NULL, &options, &sink, &preparer, &error) == DIALLINT_OK);
  feed from = {.rest = kList, .size = strlen(kList)};
  CHECK(diallint_preparer_read(preparer, read_bits, &from, "people", 6, DIALLINT_CSV, &error) ==
        DIALLINT_OK);
  CHECK(diallint_preparer_finish(preparer, &summary, &error) == DIALLINT_OK);
  CHECK(summary.rows == 4 && summary.taken == 2);
  CHECK(into.taken_size == batch.text_size + rejected.text_size);
  CHECK(holds(into.taken, into.taken_size, "number-unreadable"));
  diallint_count count = {.struct_size = sizeof count};
  CHECK(diallint_preparer_rejected_at(preparer, 1, &count) == DIALLINT_OK);
  CHECK(equals(count.name, count.name_size, "repeated-number") && count.count == 1);
  CHECK(diallint_preparer_rejected_at(preparer, 2, &count) == DIALLINT_SETTING);
  CHECK(diallint_preparer_rejected_at(preparer, 0, NULL) == DIALLINT_SETTING);
  CHECK(diallint_preparer_rejected_at(NULL, 0, &count) == DIALLINT_SETTING);
  count.struct_size = 8;
  CHECK(diallint_preparer_rejected_at(preparer, 0, &count) == DIALLINT_SETTING);
  diallint_preparer_free(preparer);
  diallint_files_free(files);
  diallint_preparer_free(NULL);
  diallint_files_free(NULL);
  CHECK(diallint_file_count(NULL) == 0);
}

/* Each option that has a value, and what is none. */
static void test_prepare_options(void) {
  static const char kTable[] =
      "Land,Tel,Id,Stop,Vorname\nUS,(202) 555-0101,a,0,Ada\nUS,(202) 555-0101,b,0,Ben\nGB,07700 "
      "900123,c,1,Cy\n";
  const diallint_text columns[] = {{"Tel", 3}};
  const diallint_attribute attributes[] = {{"name", 4, "Vorname", 7}};
  diallint_prepare_options options = for_noon();
  options.api = DIALLINT_CAMPAIGN_V2;
  options.rate = 1;
  options.expires_in = 600;
  options.has_expires_in = 1;
  options.allow_repeats = 1;
  options.phone_columns = columns;
  options.phone_column_count = 1;
  options.region_column = text_of("Land");
  options.key_column = text_of("Id");
  options.refusal_column = text_of("Stop");
  options.attributes = attributes;
  options.attribute_count = 1;
  options.default_region = text_of("US");
  options.max_row_bytes = 1000;
  diallint_prepare_summary summary = {.struct_size = sizeof summary};
  diallint_files* files = NULL;
  diallint_error error = {.struct_size = sizeof error};
  CHECK(diallint_prepare(NULL, &options, kTable, strlen(kTable), "t", 1, &summary, &files,
                         &error) == DIALLINT_OK);
  CHECK(summary.taken == 2 && summary.rejected == 1 && summary.expires_in == 600);
  diallint_file batch = file_at(files, 0);
  CHECK(holds(batch.text, batch.text_size, "outboundRequests"));
  CHECK(holds(batch.text, batch.text_size, "{\"name\":\"Ada\"}"));
  diallint_files_free(files);

  options.reject_warnings = 1; /* numbers of fiction are a warning */
  options.no_expiry = 1;
  options.has_expires_in = 0;
  CHECK(diallint_prepare(NULL, &options, kTable, strlen(kTable), "t", 1, &summary, &files, NULL) ==
        DIALLINT_OK);
  CHECK(summary.taken == 0 && summary.expires_in == 0);
  diallint_files_free(files);

  options.api = 2;
  CHECK(diallint_prepare(NULL, &options, kTable, 1, "t", 1, NULL, &files, &error) ==
        DIALLINT_SETTING);
  CHECK(files == NULL && strstr(error.message, "DIALLINT_CAMPAIGN_V1") != NULL);
  options = for_noon();
  options.attribute_count = 1;
  CHECK(diallint_prepare(NULL, &options, kTable, 1, "t", 1, NULL, &files, &error) ==
        DIALLINT_SETTING);
  options = for_noon();
  options.phone_column_count = 1;
  CHECK(diallint_prepare(NULL, &options, kTable, 1, "t", 1, NULL, &files, &error) ==
        DIALLINT_SETTING);
  options = for_noon();
  options.struct_size = 8;
  CHECK(diallint_prepare(NULL, &options, kTable, 1, "t", 1, NULL, &files, &error) ==
        DIALLINT_SETTING);
  CHECK(strstr(error.message, "struct_size") != NULL);
  options = for_noon();
  summary.struct_size = 8;
  CHECK(diallint_prepare(NULL, &options, kTable, 1, "t", 1, &summary, &files, &error) ==
        DIALLINT_SETTING);
  CHECK(diallint_prepare(NULL, &options, "x,y\n", 4, "t", 1, NULL, &files, &error) ==
        DIALLINT_INPUT);
  CHECK(diallint_prepare(NULL, &options, NULL, 1, "t", 1, NULL, &files, &error) ==
        DIALLINT_SETTING);
  CHECK(diallint_prepare(NULL, NULL, kTable, 1, "t", 1, NULL, &files, &error) == DIALLINT_SETTING);
  CHECK(diallint_prepare(NULL, &options, kTable, 1, "t", 1, NULL, NULL, &error) ==
        DIALLINT_SETTING);
}

static void test_preparer_faults(void) {
  diallint_prepare_options options = for_noon();
  diallint_error error = {.struct_size = sizeof error};
  diallint_preparer* preparer = NULL;
  CHECK(diallint_preparer_new(NULL, &options, NULL, NULL, &error) == DIALLINT_SETTING);
  CHECK(diallint_preparer_new(NULL, NULL, NULL, &preparer, &error) == DIALLINT_SETTING);
  diallint_prepare_sink sink = {.struct_size = 8};
  CHECK(diallint_preparer_new(NULL, &options, &sink, &preparer, &error) == DIALLINT_SETTING);
  options.api = 7;
  CHECK(diallint_preparer_new(NULL, &options, NULL, &preparer, &error) == DIALLINT_SETTING);
  options = for_noon();
  options.campaign.size = 0;
  CHECK(diallint_preparer_new(NULL, &options, NULL, &preparer, &error) == DIALLINT_SETTING);
  CHECK(preparer == NULL && strstr(error.message, "campaign") != NULL);

  /* Without functions nothing is handed on; one that wants no more ends the call. */
  options = for_noon();
  for (int stop = 0; stop <= 1; ++stop) {
    feed into = {.stop_at = 2};
    sink = (diallint_prepare_sink){sizeof sink, take_batch, take_bytes, &into};
    CHECK(diallint_preparer_new(NULL, &options, stop ? &sink : NULL, &preparer, &error) ==
          DIALLINT_OK);
    feed from = {.rest = kList, .size = strlen(kList)};
    CHECK(diallint_preparer_read(preparer, read_bits, &from, "p", 1, DIALLINT_AUTO, &error) ==
          (stop ? DIALLINT_CALLBACK : DIALLINT_OK));
    CHECK(diallint_preparer_read(preparer, NULL, &from, "p", 1, DIALLINT_AUTO, &error) ==
          DIALLINT_SETTING);
    CHECK(diallint_preparer_read(preparer, read_bits, &from, "p", 1, DIALLINT_JSON, &error) ==
          DIALLINT_SETTING);
    diallint_prepare_summary summary = {.struct_size = 8};
    CHECK(diallint_preparer_finish(preparer, &summary, &error) == DIALLINT_SETTING);
    CHECK(diallint_preparer_finish(preparer, NULL, &error) == DIALLINT_OK);
    diallint_preparer_free(preparer);
  }
  CHECK(diallint_preparer_read(NULL, read_bits, NULL, "p", 1, DIALLINT_AUTO, NULL) ==
        DIALLINT_SETTING);
  CHECK(diallint_preparer_finish(NULL, NULL, NULL) == DIALLINT_SETTING);
}

/* A prepared folder in memory, as it is opened file by file. */
typedef struct folder {
  const diallint_files* files;
  feed feeds[16];
  feed into;
  int opened;
  int closed;
} folder;

static int open_file(void* context, const char* name, size_t name_size, diallint_read* read,
                     void** read_context) {
  folder* from = context;
  for (size_t i = 0; i < diallint_file_count(from->files); ++i) {
    const diallint_file file = file_at(from->files, i);
    if (file.name_size != name_size || memcmp(file.name, name, name_size) != 0) continue;
    feed* next = &from->feeds[from->opened++ % 16];
    next->rest = file.text;
    next->size = file.text_size;
    *read = read_bits;
    *read_context = next;
    return 1;
  }
  return 0;
}

static void close_file(void* context, void* read_context) {
  folder* from = context;
  CHECK(read_context != NULL);
  ++from->closed;
}

static int take_outcome(void* context, const char* bytes, size_t size) {
  return take_bytes(&((folder*)context)->into, bytes, size);
}

static int take_retry(void* context, const diallint_batch* batch) {
  return take_batch(&((folder*)context)->into, batch);
}

/* An answer that fails the first request of a batch. */
static size_t write_answer(char* out, const diallint_file* batch) {
  static const char kMark[] = "\"clientToken\":\"";
  const char* at = strstr(batch->text, kMark) + strlen(kMark);
  return (size_t)sprintf(out,
                         "{\"failedRequests\":[{\"clientToken\":\"%.32s\",\"failureCode\":"
                         "\"RequestThrottled\"}]}",
                         at);
}

static void test_reconcile(void) {
  const diallint_prepare_options prepare = for_noon();
  diallint_files* prepared = NULL;
  CHECK(diallint_prepare(NULL, &prepare, kList, strlen(kList), "p", 1, NULL, &prepared, NULL) ==
        DIALLINT_OK);
  const diallint_file batch = file_at(prepared, 0);
  char answer[200];
  const diallint_text responses[] = {{answer, write_answer(answer, &batch)}};
  diallint_reconcile_options options = {.struct_size = sizeof options};
  options.start_seconds = 1795176000 + 3600;
  diallint_reconcile_summary summary = {.struct_size = sizeof summary};
  diallint_error error = {.struct_size = sizeof error};
  diallint_files* done = NULL;
  CHECK(diallint_reconcile(NULL, &options, prepared, responses, 1, &summary, &done, &error) ==
        DIALLINT_OK);
  CHECK(summary.rows == 2 && summary.failed == 1 && summary.unanswered == 1 && summary.taken == 0);
  CHECK(summary.responses == 1 && summary.answers == 1 && summary.retry == 2);
  CHECK(diallint_file_count(done) == 5);
  const diallint_file outcome = file_at(done, 0);
  CHECK(equals(outcome.name, outcome.name_size, "outcome.csv"));
  CHECK(holds(outcome.text, outcome.text_size, "RequestThrottled"));
  const diallint_file manifest = file_at(done, 4);
  CHECK(equals(manifest.name, manifest.name_size, "manifest.ndjson"));

  folder from = {.files = prepared};
  diallint_reconcile_sink sink = {sizeof sink,  open_file,  close_file, take_outcome,
                                  take_outcome, take_retry, &from};
  options.rate = 10;
  options.expires_in = 300;
  options.has_expires_in = 1;
  options.max_response_bytes = 1000;
  diallint_reconciler* reconciler = NULL;
  CHECK(diallint_reconciler_new(NULL, &options, &sink, &reconciler, &error) == DIALLINT_OK);
  feed given = {.rest = answer, .size = responses[0].size};
  CHECK(diallint_reconciler_read(reconciler, read_bits, &given, "a", 1, &error) == DIALLINT_OK);
  sink.on_retry = NULL;
  CHECK(diallint_reconciler_read(reconciler, NULL, &given, "a", 1, &error) == DIALLINT_SETTING);
  summary.struct_size = 8;
  CHECK(diallint_reconciler_finish(reconciler, &summary, &error) == DIALLINT_SETTING);
  summary.struct_size = sizeof summary;
  from.into.calls = 100;
  CHECK(diallint_reconciler_finish(reconciler, &summary, &error) == DIALLINT_CALLBACK ||
        summary.failed == 1);
  diallint_count count = {.struct_size = sizeof count};
  CHECK(diallint_reconciler_failed_at(reconciler, 0, &count) == DIALLINT_OK);
  CHECK(equals(count.name, count.name_size, "RequestThrottled") && count.count == 1);
  CHECK(diallint_reconciler_failed_at(NULL, 0, &count) == DIALLINT_SETTING);
  CHECK(summary.expires_in == 300);
  diallint_reconciler_free(reconciler);
  CHECK(from.opened > 2 && from.closed == from.opened);
  CHECK(holds(from.into.taken, from.into.taken_size, "dialRequests"));
  diallint_reconciler_free(NULL);

  /* What is missing or wrong. */
  CHECK(diallint_reconciler_new(NULL, &options, &sink, NULL, &error) == DIALLINT_SETTING);
  CHECK(diallint_reconciler_new(NULL, NULL, &sink, &reconciler, &error) == DIALLINT_SETTING);
  CHECK(diallint_reconciler_new(NULL, &options, NULL, &reconciler, &error) == DIALLINT_SETTING);
  sink.open = NULL;
  CHECK(diallint_reconciler_new(NULL, &options, &sink, &reconciler, &error) == DIALLINT_SETTING);
  sink.struct_size = 8;
  CHECK(diallint_reconciler_new(NULL, &options, &sink, &reconciler, &error) == DIALLINT_SETTING);
  const folder empty = {.files = NULL};
  sink = (diallint_reconcile_sink){
      .struct_size = sizeof sink, .open = open_file, .context = (void*)&empty};
  CHECK(diallint_reconciler_new(NULL, &options, &sink, &reconciler, &error) == DIALLINT_INPUT);
  CHECK(strstr(error.message, "manifest.ndjson") != NULL);
  CHECK(diallint_reconciler_read(NULL, read_bits, NULL, "a", 1, NULL) == DIALLINT_SETTING);
  CHECK(diallint_reconciler_finish(NULL, NULL, NULL) == DIALLINT_SETTING);
  diallint_files* none = NULL;
  CHECK(diallint_reconcile(NULL, &options, prepared, NULL, 1, NULL, &none, &error) ==
        DIALLINT_SETTING);
  CHECK(diallint_reconcile(NULL, &options, NULL, responses, 1, NULL, &none, &error) ==
        DIALLINT_SETTING);
  CHECK(diallint_reconcile(NULL, &options, prepared, responses, 1, NULL, NULL, &error) ==
        DIALLINT_SETTING);
  options.struct_size = 8;
  CHECK(diallint_reconcile(NULL, &options, prepared, responses, 1, NULL, &none, &error) ==
        DIALLINT_SETTING);
  options.struct_size = sizeof options;
  options.expires_in = 1000000000;
  CHECK(diallint_reconcile(NULL, &options, prepared, responses, 1, NULL, &none, &error) ==
        DIALLINT_SETTING);
  diallint_files_free(done);
  diallint_files_free(prepared);
}

static const char kSpaced[] =
    "{\"clientToken\":\"t\",\"phoneNumber\":\"+1 (202) 555-0101\",\"expirationTime\":"
    "\"2026-11-20T12:10:00.000Z\",\"attributes\":{}}";

static int open_text(void* context, const char* name, size_t name_size, diallint_read* read,
                     void** read_context) {
  feed* from = context;
  CHECK(equals(name, name_size, "a.json"));
  ++from->opened;
  from->rest = kSpaced;
  from->size = strlen(kSpaced);
  *read = read_bits;
  *read_context = from;
  return 1;
}

/* A row without one of its cells. */
static const char kShortRow[] =
    "clientToken,Tel,Notes,expirationTime\nt,+1 (202) 555-0101,x,2026-11-20T12:05:00.000Z\n"
    "u,+12025550102,2026-11-20T12:05:00.000Z\n";

static int32_t open_table(void* context, const char* name, size_t name_size, diallint_read* read,
                          void** read_context) {
  feed* from = context;
  CHECK(name_size == 0 && name != NULL);
  from->rest = kShortRow;
  from->size = strlen(kShortRow);
  *read = read_bits;
  *read_context = from;
  ++from->opened;
  return 1;
}

static void close_text(void* context, void* read_context) {
  CHECK(context == read_context);
  ++((feed*)context)->closed;
}

/* A column of another name, and one that has to stay. */
static void test_fix_of_columns(void) {
  const diallint_csv_column columns[] = {{{"phoneNumber", 11}, {"Tel", 3}}};
  diallint_fix_options options = {.struct_size = sizeof options, .unsafe = 1};
  options.format = DIALLINT_CSV;
  options.has_now = 1;
  options.now_seconds = 1795176000;
  options.csv_map = columns;
  options.csv_map_count = 1;
  diallint_fix_summary summary = {.struct_size = sizeof summary};
  diallint_error error = {.struct_size = sizeof error};
  diallint_files* files = NULL;
  CHECK(diallint_fix(NULL, &options, kShortRow, strlen(kShortRow), &summary, &files, &error) ==
        DIALLINT_OK);
  CHECK(summary.made == 1 && summary.records == 2);
  CHECK(holds(file_at(files, 0).text, file_at(files, 0).text_size, "t,+12025550101,x,"));
  CHECK(holds(summary.obstacle.data, summary.obstacle.size, "no column was dropped: line 3"));
  diallint_files_free(files);
  feed text = {0};
  diallint_fixes* fixes = NULL;
  CHECK(diallint_fixes_find(NULL, &options, open_table, close_text, &text, &summary, &fixes,
                            &error) == DIALLINT_OK);
  CHECK(text.opened > 0 && text.closed == text.opened);
  CHECK(holds(summary.obstacle.data, summary.obstacle.size, "no column was dropped: line 3"));
  diallint_fixes_free(fixes);

  /* As a program gives and takes them that was built before there were maps and obstacles. */
  diallint_fix_summary old = {.struct_size = offsetof(diallint_fix_summary, obstacle)};
  options.struct_size = offsetof(diallint_fix_options, csv_map);
  CHECK(diallint_fix(NULL, &options, kShortRow, strlen(kShortRow), &old, &files, &error) ==
        DIALLINT_OK);
  CHECK(old.made == 0 && old.records == 2 && old.obstacle.data == NULL);
  diallint_files_free(files);
  options.struct_size = sizeof options;
  options.csv_map = NULL;
  CHECK(diallint_fix(NULL, &options, kShortRow, 1, NULL, &files, &error) == DIALLINT_SETTING);
}

static void test_fix(void) {
  const diallint_text kinds[] = {{"phone-form", 10}};
  diallint_fix_options options = {.struct_size = sizeof options};
  options.has_now = 1;
  options.now_seconds = 1795176000;
  options.name = text_of("a.json");
  options.format = DIALLINT_JSON;
  options.shape = text_of("dial-request");
  diallint_fix_summary summary = {.struct_size = sizeof summary};
  diallint_error error = {.struct_size = sizeof error};
  diallint_files* files = NULL;
  CHECK(diallint_fix(NULL, &options, kSpaced, strlen(kSpaced), &summary, &files, &error) ==
        DIALLINT_OK);
  CHECK(summary.made == 1 && summary.rounds == 1 && summary.records == 1 && summary.valid == 1);
  const diallint_file fixed = file_at(files, 0);
  CHECK(equals(fixed.name, fixed.name_size, "a.json"));
  CHECK(holds(fixed.text, fixed.text_size, "\"+12025550101\""));

  feed text = {0};
  diallint_fixes* fixes = NULL;
  CHECK(diallint_fixes_find(NULL, &options, open_text, close_text, &text, &summary, &fixes,
                            &error) == DIALLINT_OK);
  CHECK(text.opened > 0 && text.closed == text.opened);
  diallint_count count = {.struct_size = sizeof count};
  CHECK(diallint_fixes_made_at(fixes, 0, &count) == DIALLINT_OK && count.count == 1);
  CHECK(diallint_fixes_made_at(fixes, 1, &count) == DIALLINT_SETTING);
  CHECK(diallint_fixes_made_at(NULL, 0, &count) == DIALLINT_SETTING);
  feed into = {0};
  text.rest = kSpaced;
  text.size = strlen(kSpaced);
  CHECK(diallint_fixes_write(fixes, read_bits, &text, take_bytes, &into, &error) == DIALLINT_OK);
  CHECK(into.taken_size == fixed.text_size && memcmp(into.taken, fixed.text, fixed.text_size) == 0);
  CHECK(diallint_fixes_write(fixes, NULL, &text, take_bytes, &into, &error) == DIALLINT_SETTING);
  diallint_fixes_free(fixes);
  diallint_fixes_free(NULL);
  diallint_files_free(files);

  options.unsafe = 1;
  options.has_expires_in = 1;
  options.expires_in = 300;
  options.default_region = text_of("US");
  static const char kNational[] = "{\"phoneNumber\":\"(202) 555-0101\",\"attributes\":{}}";
  CHECK(diallint_fix(NULL, &options, kNational, strlen(kNational), &summary, &files, &error) ==
        DIALLINT_OK);
  CHECK(summary.made >= 3 && summary.valid == 1);
  diallint_files_free(files);

  /* What is missing or wrong. */
  options.kinds = kinds;
  options.kind_count = 1;
  CHECK(diallint_fix(NULL, &options, kSpaced, 1, NULL, &files, &error) == DIALLINT_SETTING);
  CHECK(strstr(error.message, "phone-form") != NULL);
  options.kinds = NULL;
  CHECK(diallint_fix(NULL, &options, kSpaced, 1, NULL, &files, &error) == DIALLINT_SETTING);
  options.kind_count = 0;
  options.format = 99;
  CHECK(diallint_fix(NULL, &options, kSpaced, 1, NULL, &files, &error) == DIALLINT_SETTING);
  CHECK(diallint_fixes_find(NULL, &options, open_text, NULL, &text, NULL, &fixes, &error) ==
        DIALLINT_SETTING);
  options.format = -1;
  CHECK(diallint_fix(NULL, &options, kSpaced, 1, NULL, &files, &error) == DIALLINT_SETTING);
  options.struct_size = 8;
  CHECK(diallint_fix(NULL, &options, kSpaced, 1, NULL, &files, &error) == DIALLINT_SETTING);
  options = (diallint_fix_options){.struct_size = sizeof options, .shape = text_of("nothing")};
  CHECK(diallint_fix(NULL, &options, kSpaced, 1, NULL, &files, &error) == DIALLINT_SETTING);
  options.name = text_of("a.json");
  CHECK(diallint_fixes_find(NULL, &options, open_text, NULL, &text, NULL, &fixes, &error) ==
        DIALLINT_SETTING);
  CHECK(diallint_fix(NULL, NULL, NULL, 1, NULL, &files, &error) == DIALLINT_SETTING);
  CHECK(diallint_fix(NULL, NULL, kSpaced, 1, NULL, NULL, &error) == DIALLINT_SETTING);
  summary.struct_size = 8;
  CHECK(diallint_fix(NULL, NULL, kSpaced, 1, &summary, &files, &error) == DIALLINT_SETTING);
  CHECK(diallint_fixes_find(NULL, NULL, open_text, NULL, &text, &summary, &fixes, &error) ==
        DIALLINT_SETTING);
  CHECK(diallint_fixes_find(NULL, NULL, NULL, NULL, &text, NULL, &fixes, &error) ==
        DIALLINT_SETTING);
  CHECK(diallint_fixes_find(NULL, NULL, open_text, NULL, &text, NULL, NULL, &error) ==
        DIALLINT_SETTING);
}

int main(void) {
  CHECK(strlen(diallint_version()) >= 5);
  test_json();
  test_envelopes();
  test_requests();
  test_stream();
  test_first_line();
  test_rules();
  test_guidance();
  test_own_schema();
  test_wrong_settings();
  test_wrong_schemas();
  test_wrong_checkers();
  test_wrong_calls();
  test_wrong_questions();
  test_versions();
  test_prepare();
  test_prepare_options();
  test_preparer_faults();
  test_reconcile();
  test_fix();
  test_fix_of_columns();
  if (failures == 0) puts("the C interface does what it says");
  return failures == 0 ? 0 : 1;
}
