/**
 * @file
 * diallint for C and for whatever calls C: checks Amazon Connect dial requests before they are
 * sent. C11, UTF-8, no macro but the export mark.
 *
 * @code{.c}
 * #include <diallint/diallint.h>
 * #include <stdio.h>
 *
 * int main(void) {
 *   static const char json[] = "{\"clientToken\": \"a b\"}";
 *   diallint_checker* checker = NULL;
 *   if (diallint_checker_new(NULL, NULL, &checker, NULL) != DIALLINT_OK) return 2;
 *   diallint_result result = {.struct_size = sizeof result};
 *   diallint_check_json(checker, json, sizeof json - 1, NULL, &result);
 *   for (size_t i = 0; i < result.findings; ++i) {
 *     diallint_finding f = {.struct_size = sizeof f};
 *     diallint_finding_at(checker, i, &f);
 *     printf("%.*s\n", (int)f.message_size, f.message);
 *   }
 *   diallint_checker_free(checker);
 *   return result.ok ? 0 : 1;
 * }
 * @endcode
 *
 * Texts are a pointer and a length in bytes. Texts that are given stay the caller's and are not
 * kept behind the call; texts that are handed out are the library's, are not zero-terminated unless
 * it says so, and stay valid as long as it says.
 *
 * Every struct that may grow begins with struct_size: the caller puts sizeof of its own there, the
 * library reads and writes no more than that, and what a caller does not know of has its default. A
 * struct_size smaller than that of the first version is DIALLINT_SETTING.
 *
 * No call throws or ends the process. A ruleset may be used by all threads at once, a checker by
 * one at a time.
 */
#ifndef DIALLINT_DIALLINT_H
#define DIALLINT_DIALLINT_H

#include <stddef.h>
#include <stdint.h>

#include "diallint/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a call returns, and diallint_error::code. */
enum {
  DIALLINT_OK = 0,
  DIALLINT_SCHEMA = 1,        /**< a schema text is wrong, or nothing uses it */
  DIALLINT_SETTING = 2,       /**< an argument names what is not there, or is not what it must be */
  DIALLINT_INPUT = 3,         /**< a source of bytes failed, or an input cannot be read */
  DIALLINT_OUT_OF_MEMORY = 4, /**< what was begun is undone, later calls may succeed */
  DIALLINT_CALLBACK = 5       /**< a C++ function of the caller has thrown */
};

/** Severities, from the least on. */
enum { DIALLINT_OFF = 0, DIALLINT_INFO = 1, DIALLINT_WARNING = 2, DIALLINT_ERROR = 3 };

/** How far token-unique and phone-duplicate look: to the beginning of one call, or over all calls
 * of a checker until diallint_checker_forget() (at most 24 bytes a token and number, 48 a call). */
enum { DIALLINT_MEMORY_CHECK = 0, DIALLINT_MEMORY_CHECKER = 1 };

/** Forms of a stream; DIALLINT_AUTO tells by how it begins. */
enum { DIALLINT_AUTO = 0, DIALLINT_JSON = 1, DIALLINT_NDJSON = 2, DIALLINT_CSV = 3 };

/** Compiled schemas with settings. Immutable. */
typedef struct diallint_ruleset diallint_ruleset;
/** What checks: one a thread. */
typedef struct diallint_checker diallint_checker;

/** Why a call failed; filled in where it did. */
typedef struct diallint_error {
  size_t struct_size;
  int32_t code;
  char message[500]; /**< one line, zero-terminated, cut where it is longer */
} diallint_error;

/** A JSON Schema: stands in for the built-in one of the same `$id`, or is added. */
typedef struct diallint_schema {
  const char* name; /**< for messages */
  size_t name_size;
  const char* text;
  size_t text_size;
} diallint_schema;

/** A severity that differs from the rule's own. */
typedef struct diallint_rule_severity {
  const char* rule;
  size_t rule_size;
  int32_t severity;
} diallint_rule_severity;

/** How a ruleset judges; all zero but struct_size: as the program does by default. */
typedef struct diallint_settings {
  size_t struct_size;
  const diallint_schema* schemas;
  size_t schema_count;
  const diallint_rule_severity* severities;
  size_t severity_count;
  uint8_t accept_sdk_names; /**< client_token and ClientToken are taken without a finding */
  uint8_t mask_keys;        /**< attribute names are written as *** */
  const char* envelope; /**< what requests may be wrapped in, such as "sqs"; null: "auto". "none"
                         * looks for no envelope; Settings of settings.h says more */
  size_t envelope_size;
} diallint_settings;

/** One broken constraint. Its texts are valid until the checker's next call; inside on_finding,
 * until that returns. */
typedef struct diallint_finding {
  size_t struct_size;
  const char* rule; /**< static */
  size_t rule_size;
  int32_t severity;
  uint8_t has_first; /**< token-unique and phone-duplicate: the three below are set */
  uint8_t first_is_line;
  uint64_t first_check;  /**< the number of the call, counted from 0 */
  uint64_t first_number; /**< the line from 1, or the record from 0 */
  uint64_t begin;        /**< bytes of the input, half-open; 0 and 0 for structs */
  uint64_t end;
  uint64_t record;  /**< counted from 0 within the input */
  const char* path; /**< RFC 6901 JSON Pointer */
  size_t path_size;
  const char* message; /**< holds no value of the input */
  size_t message_size;
  const char* minimum; /**< these three: text of a JSON number, or empty */
  size_t minimum_size;
  const char* maximum;
  size_t maximum_size;
  const char* actual;
  size_t actual_size;
  const char* unit;
  size_t unit_size;
  const char* source; /**< address of the document that states the constraint, or empty */
  size_t source_size;
} diallint_finding;

/** Takes a finding. Returns 0 if no more are wanted; the check goes on and counts. May not call the
 * checker that calls it. */
typedef int (*diallint_on_finding)(void* context, const diallint_finding* finding);

/** Puts up to `size` bytes into `out`; returns how many, 0 at the end, -1 if it cannot. */
typedef ptrdiff_t (*diallint_read)(void* context, char* out, size_t size);

/** How one call is to check; a null pointer to it is all zero. */
typedef struct diallint_options {
  size_t struct_size;
  int64_t
      now_seconds; /**< since 1970-01-01T00:00:00Z, in the years 0000 to 9999; counts if has_now */
  int32_t now_nanos;   /**< 0 to 999,999,999 */
  uint8_t has_now;     /**< 0: the rules on the time window say nothing */
  uint8_t reserved[3]; /**< 0 */
  const char* shape;   /**< null: "auto"; structs have their own */
  size_t shape_size;
  uint64_t max_findings;          /**< handed over at most, 0: all */
  diallint_on_finding on_finding; /**< null: they are collected */
  void* context;                  /**< given to on_finding */
} diallint_options;

/** What a check has found. */
typedef struct diallint_result {
  size_t struct_size;
  uint64_t records; /**< = valid + invalid + unreadable */
  uint64_t valid;
  uint64_t invalid;
  uint64_t unreadable;
  uint64_t errors;
  uint64_t warnings;
  uint64_t infos;
  uint64_t found;    /**< findings there are */
  uint64_t findings; /**< of them, those that diallint_finding_at() gives */
  uint8_t ok;        /**< 1: the check came to its end and no rule of severity `error` has spoken */
} diallint_result;

/** One attribute. */
typedef struct diallint_attribute {
  const char* key;
  size_t key_size;
  const char* value;
  size_t value_size;
} diallint_attribute;

/** One dial request. A null pointer: the member is absent; another one and size 0: it is empty. */
typedef struct diallint_dial_request {
  const char* client_token;
  size_t client_token_size;
  const char* phone_number;
  size_t phone_number_size;
  const char* expiration_time; /**< "2026-11-20T12:10:00.000Z" */
  size_t expiration_time_size;
  const diallint_attribute* attributes;
  size_t attribute_count;
} diallint_dial_request;

/** A rule in words. Static texts. */
typedef struct diallint_rule {
  size_t struct_size;
  const char* id;
  size_t id_size;
  int32_t severity; /**< in this ruleset */
  const char* title;
  size_t title_size;
  const char* why;
  size_t why_size;
  const char* repair;
  size_t repair_size;
} diallint_rule;

/** The version of the library, "0.1.0". Static, zero-terminated. */
DIALLINT_API const char* diallint_version(void);

/** Makes a ruleset of the built-in schemas and what `settings` says (null: nothing). `error` may be
 * null. On success `*out` is to be freed. */
DIALLINT_API int32_t diallint_ruleset_new(const diallint_settings* settings, diallint_ruleset** out,
                                          diallint_error* error);
/** Frees it; null is nothing. Checkers that were made with it go on. */
DIALLINT_API void diallint_ruleset_free(diallint_ruleset* ruleset);

/** The number of rules. */
DIALLINT_API size_t diallint_rule_count(const diallint_ruleset* ruleset);
/** One of them by its place. DIALLINT_SETTING: there is none. */
DIALLINT_API int32_t diallint_rule_at(const diallint_ruleset* ruleset, size_t index,
                                      diallint_rule* out);
/** The rule of that id. DIALLINT_SETTING: there is none. */
DIALLINT_API int32_t diallint_explain(const diallint_ruleset* ruleset, const char* id,
                                      size_t id_size, diallint_rule* out);

/** How a checker is to be made; all zero but struct_size: the default. */
typedef struct diallint_checker_options {
  size_t struct_size;
  int32_t memory; /**< DIALLINT_MEMORY_CHECK or DIALLINT_MEMORY_CHECKER */
} diallint_checker_options;

/** Makes a checker with a ruleset (null: the built-in one). `options` and `error` may be null. On
 * success `*out` is to be freed. */
DIALLINT_API int32_t diallint_checker_new(const diallint_ruleset* ruleset,
                                          const diallint_checker_options* options,
                                          diallint_checker** out, diallint_error* error);
/** Frees it with all it has handed out; null is nothing. */
DIALLINT_API void diallint_checker_free(diallint_checker* checker);
/** Forgets the tokens and numbers that were seen. */
DIALLINT_API void diallint_checker_forget(diallint_checker* checker);

/** Checks one JSON text, any bytes. `options` and `result` may be null. Returns DIALLINT_OK where
 * the check came to its end, whatever it found. */
DIALLINT_API int32_t diallint_check_json(diallint_checker* checker, const char* json, size_t size,
                                         const diallint_options* options, diallint_result* result);

/** Checks one dial request. `request_size` is sizeof(diallint_dial_request). */
DIALLINT_API int32_t diallint_check_request(diallint_checker* checker,
                                            const diallint_dial_request* request,
                                            size_t request_size, const diallint_options* options,
                                            diallint_result* result);

/** Checks requests as one batch. `request_size` is sizeof(diallint_dial_request). */
DIALLINT_API int32_t diallint_check_batch(diallint_checker* checker,
                                          const diallint_dial_request* requests, size_t count,
                                          size_t request_size, const diallint_options* options,
                                          diallint_result* result);

/** Checks a stream to its end. `format` is one of DIALLINT_AUTO, DIALLINT_JSON, DIALLINT_NDJSON and
 * DIALLINT_CSV. */
DIALLINT_API int32_t diallint_check_stream(diallint_checker* checker, diallint_read read,
                                           void* read_context, int32_t format,
                                           const diallint_options* options,
                                           diallint_result* result);

/** A finding of the last check that collected them. DIALLINT_SETTING: there is none. */
DIALLINT_API int32_t diallint_finding_at(const diallint_checker* checker, size_t index,
                                         diallint_finding* out);

/** Why the last check failed; a code of DIALLINT_OK if it did not. DIALLINT_SETTING, and nothing
 * written: `out->struct_size` is none of a diallint_error. */
DIALLINT_API int32_t diallint_last_error(const diallint_checker* checker, diallint_error* out);

/** The body of a ValidationException with the collected findings of severity `error`: JSON, not
 * zero-terminated, valid until the next call for this checker. */
DIALLINT_API int32_t diallint_validation_exception(diallint_checker* checker, const char** body,
                                                   size_t* size);

#ifdef __cplusplus
}
#endif

#endif
