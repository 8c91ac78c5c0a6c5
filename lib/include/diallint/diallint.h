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

/** A text that is given. */
typedef struct diallint_text {
  const char* data;
  size_t size;
} diallint_text;

/** The column of a table that stands for a member, where its own name is another one. */
typedef struct diallint_csv_column {
  diallint_text member; /**< "phoneNumber", "attributes.NAME" */
  diallint_text header; /**< as it stands in the table */
} diallint_csv_column;

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
  /** For CSV and for Arrow tables of flat columns: neither a member nor a header stands in it
   * twice.
   */
  const diallint_csv_column* csv_map;
  size_t csv_map_count;
  uint32_t jobs; /**< of streams: how many threads may check them, the caller's among them, up to
                  * 256; 0 is 1. What is found is the same. diallint_read and on_finding are called
                  * by any of them, by one at a time */
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

/** What helps where the service has refused a request or a call: change the request (the same one
 * fails again); send the same one later and more slowly; send it again. Always with its token: a
 * new one calls twice. */
enum { DIALLINT_MEND = 0, DIALLINT_WAIT_THEN_RETRY = 1, DIALLINT_RETRY = 2 };

/** A failure code or an exception of the service. Static texts. */
typedef struct diallint_guidance {
  size_t struct_size;
  const char* service; /**< "connect-campaigns" or "connect" */
  size_t service_size;
  const char* name; /**< "RequestThrottled", "ConflictException" */
  size_t name_size;
  int32_t http_status; /**< of an exception; 0 for a failure code */
  int32_t remedy;      /**< DIALLINT_MEND, … */
  const char* meaning; /**< one sentence without its full stop */
  size_t meaning_size;
  const char* advice; /**< what to do, one or two sentences */
  size_t advice_size;
} diallint_guidance;

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

/** The number of failure codes and exceptions that are known. */
DIALLINT_API size_t diallint_guidance_count(void);
/** One of them by its place. DIALLINT_SETTING: there is none. */
DIALLINT_API int32_t diallint_guidance_at(size_t index, diallint_guidance* out);
/** That of a name, as answers and headers have it, of a service: "connect-campaigns", "connect", or
 * what SDKs call them ("connectcampaigns", "connectcampaignsv2"). DIALLINT_SETTING: it is not
 * known. */
DIALLINT_API int32_t diallint_guidance_for(const char* service, size_t service_size,
                                           const char* name, size_t name_size,
                                           diallint_guidance* out);

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

/** As Arrow's C stream interface defines it; diallint/arrow.h has it for C++. */
struct ArrowArrayStream;

/** Checks an Arrow table to its end, each row a record. The stream stays the caller's to release.
 * Findings have no span, and their record is the row. DIALLINT_SETTING: a column is of a type that
 * no member has. DIALLINT_INPUT: the stream has failed, or its arrays do not fit their schema. */
DIALLINT_API int32_t diallint_check_arrow(diallint_checker* checker,
                                          struct ArrowArrayStream* stream,
                                          const diallint_options* options, diallint_result* result);

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

/* --- lists, answers and fixes --------------------------------------------------------------------
 *
 * What prepare.h, reconcile.h and fix.h do, by value and streaming. Of texts with a null pointer
 * and of members that are zero the default holds. A null ruleset is the built-in one. `error` may
 * be null. */

/** How often something was counted. The name is valid as long as what it was asked of. */
typedef struct diallint_count {
  size_t struct_size;
  const char* name;
  size_t name_size;
  uint64_t count;
} diallint_count;

/** A file that was made. Its texts are valid until diallint_files_free(). */
typedef struct diallint_file {
  size_t struct_size;
  const char* name;
  size_t name_size;
  const char* text;
  size_t text_size;
} diallint_file;

/** Files that were made, by name; immutable. */
typedef struct diallint_files diallint_files;
/** Null: 0. */
DIALLINT_API size_t diallint_file_count(const diallint_files* files);
/** One of them by its place. DIALLINT_SETTING: there is none. */
DIALLINT_API int32_t diallint_file_at(const diallint_files* files, size_t index,
                                      diallint_file* out);
/** Frees it; null is nothing. */
DIALLINT_API void diallint_files_free(diallint_files* files);

/** Takes bytes in their order. Returns 0; anything else ends the call with DIALLINT_CALLBACK. */
typedef int (*diallint_take)(void* context, const char* bytes, size_t size);

/** Opens a source of bytes: of a prepared folder the file of that name, of fix its text from the
 * beginning. Puts what is to be called into `*read` and `*read_context` and returns 1; 0: there is
 * no such file. */
typedef int (*diallint_open)(void* context, const char* name, size_t name_size, diallint_read* read,
                             void** read_context);
/** What was opened is not read any more; may be null where one is asked for. */
typedef void (*diallint_close)(void* context, void* read_context);

/** The operation that batches are for. */
enum {
  DIALLINT_CAMPAIGN_V1 = 0, /**< PutDialRequestBatch */
  DIALLINT_CAMPAIGN_V2 = 1  /**< PutOutboundRequestBatch, by telephone */
};

/** A batch that is complete; its texts are valid during the call. */
typedef struct diallint_batch {
  size_t struct_size;
  uint64_t number;  /**< from 1 */
  const char* name; /**< "batch-000001.json" */
  size_t name_size;
  const char* json;
  size_t json_size;
  const char* manifest; /**< a line of NDJSON for each request */
  size_t manifest_size;
  uint64_t requests;
  int64_t submission_seconds; /**< when it is to be sent, since 1970-01-01T00:00:00Z */
  int32_t submission_nanos;
} diallint_batch;

/** Takes a batch. Returns as diallint_take does. */
typedef int (*diallint_take_batch)(void* context, const diallint_batch* batch);

/** What is to be prepared: PrepareOptions of prepare.h says more. */
typedef struct diallint_prepare_options {
  size_t struct_size;
  diallint_text campaign; /**< id, carried by every batch */
  int32_t api;            /**< DIALLINT_CAMPAIGN_V1 or DIALLINT_CAMPAIGN_V2 */
  int32_t start_nanos;
  int64_t start_seconds; /**< when the first batch is sent, since 1970-01-01T00:00:00Z */
  uint64_t rate;         /**< requests a second; 0: all of them at the start */
  uint64_t expires_in;   /**< seconds from sending to expiry; counts if has_expires_in */
  uint8_t has_expires_in;
  uint8_t no_expiry;       /**< whoever sends adds the expiry */
  uint8_t allow_repeats;   /**< a number or key that stands in several rows is taken each time */
  uint8_t reject_warnings; /**< rows with a warning are rejected as well */
  uint8_t reserved[4];     /**< 0 */
  diallint_text token_key; /**< secret from which tokens are derived; empty: they are random */
  const diallint_text* phone_columns; /**< the preferred one first; null: recognised */
  size_t phone_column_count;
  diallint_text region_column;
  diallint_text key_column;
  diallint_text refusal_column;
  const diallint_attribute* attributes; /**< key: of the attribute; value: its column */
  size_t attribute_count;
  diallint_text default_region; /**< ISO 3166-1 alpha-2 */
  uint64_t max_row_bytes;       /**< 0: 8 MiB */
} diallint_prepare_options;

/** Where what is prepared goes; null functions are not called. */
typedef struct diallint_prepare_sink {
  size_t struct_size;
  diallint_take_batch on_batch;
  diallint_take on_rejected; /**< CSV: the header, then a line for each row that was not taken */
  void* context;             /**< given to both */
} diallint_prepare_sink;

/** What was prepared: rows = taken + rejected. */
typedef struct diallint_prepare_summary {
  size_t struct_size;
  uint64_t rows;
  uint64_t taken;
  uint64_t rejected;
  uint64_t batches;
  uint64_t expires_in; /**< seconds; 0: requests have no expiry */
} diallint_prepare_summary;

/** Lists that are prepared one after the other. One thread. */
typedef struct diallint_preparer diallint_preparer;

/** Makes one. On success `*out` is to be freed. DIALLINT_SETTING: no request could be sound. */
DIALLINT_API int32_t diallint_preparer_new(const diallint_ruleset* ruleset,
                                           const diallint_prepare_options* options,
                                           const diallint_prepare_sink* sink,
                                           diallint_preparer** out, diallint_error* error);
/** Reads a list to its end. `name` is what manifest and tokens know it by; `format` is one of
 * DIALLINT_AUTO, DIALLINT_NDJSON and DIALLINT_CSV. */
DIALLINT_API int32_t diallint_preparer_read(diallint_preparer* preparer, diallint_read read,
                                            void* read_context, const char* name, size_t name_size,
                                            int32_t format, diallint_error* error);
/** Hands on the last batch; nothing is read after it. `summary` may be null. */
DIALLINT_API int32_t diallint_preparer_finish(diallint_preparer* preparer,
                                              diallint_prepare_summary* summary,
                                              diallint_error* error);
/** Rejected rows by what they were rejected for. DIALLINT_SETTING: there is none at this place. */
DIALLINT_API int32_t diallint_preparer_rejected_at(const diallint_preparer* preparer, size_t index,
                                                   diallint_count* out);
/** Frees it; null is nothing. */
DIALLINT_API void diallint_preparer_free(diallint_preparer* preparer);

/** Prepares a list in memory: `*out` gets the batches, then manifest.ndjson and rejected.csv, and
 * is to be freed. `summary` may be null. */
DIALLINT_API int32_t diallint_prepare(const diallint_ruleset* ruleset,
                                      const diallint_prepare_options* options, const char* list,
                                      size_t list_size, const char* name, size_t name_size,
                                      diallint_prepare_summary* summary, diallint_files** out,
                                      diallint_error* error);

/** When what may be sent again is sent: ReconcileOptions of reconcile.h says more. */
typedef struct diallint_reconcile_options {
  size_t struct_size;
  int64_t start_seconds; /**< when the first batch is sent, since 1970-01-01T00:00:00Z */
  int32_t start_nanos;
  uint8_t has_expires_in;
  uint8_t reserved[3];         /**< 0 */
  uint64_t rate;               /**< requests a second; 0: all at the start, throttled ones behind */
  uint64_t expires_in;         /**< seconds; counts if has_expires_in */
  uint64_t max_response_bytes; /**< 0: 1 MiB */
} diallint_reconcile_options;

/** A prepared folder, and where what comes out of it goes; null functions but `open` are not
 * called. */
typedef struct diallint_reconcile_sink {
  size_t struct_size;
  diallint_open open; /**< "manifest.ndjson", twice, and the batches that it names */
  diallint_close close;
  diallint_take on_outcome;     /**< CSV: a line for each row */
  diallint_take on_repair;      /**< CSV: a line for each row that must be mended first */
  diallint_take_batch on_retry; /**< a batch of what may be sent again */
  void* context;                /**< given to all of them */
} diallint_reconcile_sink;

/** What became of the rows: rows = taken + failed + unanswered. */
typedef struct diallint_reconcile_summary {
  size_t struct_size;
  uint64_t rows;
  uint64_t taken;
  uint64_t failed;
  uint64_t unanswered;
  uint64_t answered_twice;
  uint64_t responses;
  uint64_t answers;
  uint64_t foreign; /**< answers that name no row */
  uint64_t unread;  /**< texts that say nothing of any request */
  uint64_t retry;
  uint64_t repair;
  uint64_t batches;
  uint64_t expires_in;
} diallint_reconcile_summary;

/** A prepared list and its responses. One thread. */
typedef struct diallint_reconciler diallint_reconciler;

/** Makes one and reads the manifest. On success `*out` is to be freed. */
DIALLINT_API int32_t diallint_reconciler_new(const diallint_ruleset* ruleset,
                                             const diallint_reconcile_options* options,
                                             const diallint_reconcile_sink* sink,
                                             diallint_reconciler** out, diallint_error* error);
/** Reads responses to their end. */
DIALLINT_API int32_t diallint_reconciler_read(diallint_reconciler* reconciler, diallint_read read,
                                              void* read_context, const char* name,
                                              size_t name_size, diallint_error* error);
/** Hands everything on; nothing is read after it. `summary` may be null. */
DIALLINT_API int32_t diallint_reconciler_finish(diallint_reconciler* reconciler,
                                                diallint_reconcile_summary* summary,
                                                diallint_error* error);
/** Failed rows by failure code. DIALLINT_SETTING: there is none at this place. */
DIALLINT_API int32_t diallint_reconciler_failed_at(const diallint_reconciler* reconciler,
                                                   size_t index, diallint_count* out);
/** Frees it; null is nothing. */
DIALLINT_API void diallint_reconciler_free(diallint_reconciler* reconciler);

/** The same for what is in memory: the files of diallint_prepare() and the texts of responses.
 * `*out` gets outcome.csv, repair.csv, the batches of what may be sent again and manifest.ndjson,
 * which is theirs, and is to be freed. `summary` may be null. */
DIALLINT_API int32_t diallint_reconcile(const diallint_ruleset* ruleset,
                                        const diallint_reconcile_options* options,
                                        const diallint_files* prepared,
                                        const diallint_text* responses, size_t response_count,
                                        diallint_reconcile_summary* summary, diallint_files** out,
                                        diallint_error* error);

/** Which fixes are made: FixOptions of fix.h says more. A null pointer to it is all zero. */
typedef struct diallint_fix_options {
  size_t struct_size;
  int64_t now_seconds; /**< since 1970-01-01T00:00:00Z; counts if has_now */
  int32_t now_nanos;
  uint8_t has_now;
  uint8_t unsafe; /**< unsafe fixes as well */
  uint8_t has_expires_in;
  uint8_t reserved;           /**< 0 */
  uint64_t expires_in;        /**< seconds from now to expiry; counts if has_expires_in */
  const diallint_text* kinds; /**< these alone; null: all */
  size_t kind_count;
  diallint_text default_region; /**< ISO 3166-1 alpha-2 */
  diallint_text region_column;
  diallint_text shape; /**< "auto" where it is empty */
  diallint_text name;  /**< of the file; its ending tells the format where that is DIALLINT_AUTO */
  int32_t format;
  int32_t reserved_too;               /**< 0 */
  const diallint_csv_column* csv_map; /**< as in diallint_options */
  size_t csv_map_count;
} diallint_fix_options;

/** What was done. */
typedef struct diallint_fix_summary {
  size_t struct_size;
  uint64_t made;   /**< fixes */
  uint64_t rounds; /**< in which they were made */
  uint64_t left;   /**< findings in the text that comes of it */
  uint64_t records;
  uint64_t valid; /**< these three: of that text */
  uint64_t invalid;
  uint64_t unreadable;
  /** Why columns of a table did not come or go though that was asked for, in words without a value
   * of the text; empty: nothing kept them. Valid as long as what the call has made. */
  diallint_text obstacle;
} diallint_fix_summary;

/** Edits of a text that together are all of its fixes. Immutable. */
typedef struct diallint_fixes diallint_fixes;

/** Looks for what is to be done. The text is opened several times, and has to be the same each
 * time. `close` and `summary` may be null. On success `*out` is to be freed. */
DIALLINT_API int32_t diallint_fixes_find(const diallint_ruleset* ruleset,
                                         const diallint_fix_options* options, diallint_open open,
                                         diallint_close close, void* context,
                                         diallint_fix_summary* summary, diallint_fixes** out,
                                         diallint_error* error);
/** Fixes by kind. DIALLINT_SETTING: there is none at this place. */
DIALLINT_API int32_t diallint_fixes_made_at(const diallint_fixes* fixes, size_t index,
                                            diallint_count* out);
/** Hands on the text with its edits made. */
DIALLINT_API int32_t diallint_fixes_write(const diallint_fixes* fixes, diallint_read read,
                                          void* read_context, diallint_take take,
                                          void* take_context, diallint_error* error);
/** Frees it; null is nothing. */
DIALLINT_API void diallint_fixes_free(diallint_fixes* fixes);

/** The same for a text in memory: `*out` gets one file of the options' name, and is to be freed.
 * `summary` may be null. */
DIALLINT_API int32_t diallint_fix(const diallint_ruleset* ruleset,
                                  const diallint_fix_options* options, const char* text,
                                  size_t text_size, diallint_fix_summary* summary,
                                  diallint_files** out, diallint_error* error);

#ifdef __cplusplus
}
#endif

#endif
