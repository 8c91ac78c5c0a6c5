// The texts of --help that no option carries.
#pragma once
#include <string_view>

namespace diallint {

inline constexpr std::string_view kOverview =
    R"(diallint checks Amazon Connect dial requests before they are sent.

Usage: diallint [check] [OPTION...] FILE|DIR|-...
       diallint rules | explain RULE|CODE | schema [SHAPE] | schema diff OLD NEW
       diallint config [PATH] | conformance DIR -- COMMAND...
       diallint fix FILE|DIR|-... [--diff | --in-place | -o FILE]
       diallint prepare LIST... --campaign ID -o DIR
       diallint reconcile DIR --responses FILE... -o OUT
       diallint history FILE
       diallint serve [--port N] [--campaign ID[=STATE]]...

Commands:
  check      check files, directories or standard input (implied by a path)
  rules      list the rules
  explain    explain a rule, its repair and its documents; or what a failure code or an
             exception of the service means, and what to do
  schema     list the shapes of input, print the schema of one, or compare two
  config     show the settings in force for a path, and where they come from
  conformance
             test any validator against a pack of fixtures
  fix        put right what is certain: numbers, times and names in another form
  prepare    make batches of dial requests from a contact list
  reconcile  join the service's responses to a prepared list: who was taken, what to send again
  history    show how much a history of what was sent remembers
  serve      answer the service's calls on this machine, to test a dialler against

Options:
  -h, --help      show this help; 'diallint check --help' lists the options of a check
  --version       show the version

Examples:
  diallint requests.json               check one file
  diallint exports/                    check every data file in a directory
  diallint - < requests.ndjson         check standard input
  diallint --now none requests.csv     leave the time window out
  diallint batch.json --response answer.json   check a batch and its response
  diallint explain expiration-window   explain a finding

Exit code: 0 nothing found at or above --fail-on, 1 findings, 2 a problem of usage,
configuration, input or output.
)";

inline constexpr const char* kCheckDescription =
    "Check files of dial requests: JSON, NDJSON or CSV, one request or millions.";

/// With the extensions of all formats in it.
inline constexpr const char* kCheckFooter =
    R"(Inputs are files, directories (searched for {}) and
- for standard input. Numbers, attribute values and tokens are masked in every report.
Rules that report unreadable input stay on, whatever --select names.
Settings may also be in a diallint.toml above the inputs; 'diallint config' shows them.

Examples:
  diallint check requests.json
  diallint check --now 2026-11-20T12:00:00Z --fail-on warning exports/
  diallint check --output-format text --output-format json -o report.json exports/
  diallint check --csv-map phoneNumber=Mobile --csv-map attributes.name=Name people.csv

Exit code: 0 nothing found at or above --fail-on, 1 findings, 2 a problem of usage,
configuration, input or output.)";

inline constexpr const char* kFixDescription =
    "Put right what is certain in files of dial requests, and leave every other byte as it is.";

inline constexpr const char* kFixFooter =
    R"(The text goes to standard output unless one of --diff, --in-place and -o is given, and is
judged once more: the summary says what is left. Safe fixes change no meaning. --unsafe ones are
made where they are asked for: a national number with --default-region or --region-column, a
client token where there is none, an expiry with --expires-in, an unknown member that goes.
Values in --diff are masked; with --show-values it is a patch. Compressed files and pipes are
read as well, but not written in place.

Examples:
  diallint fix --diff requests.ndjson
  diallint fix --in-place exports/
  diallint fix requests.csv --unsafe --default-region GB -o fixed.csv

Exit code: 0 nothing is left at or above --fail-on, 1 findings are left, 2 a problem of usage,
configuration, input or output.)";

inline constexpr const char* kPrepareDescription =
    "Make batches of dial requests from contact lists, each sound at the moment when it is sent.";

inline constexpr const char* kPrepareFooter =
    R"(The folder gets batch-000001.json and so on, manifest.ndjson, which leads from a row to its
batch, position and token, and rejected.csv with the rows that were not taken, and why. It is
new or empty, and there whole or not at all; its owner alone may read it. Columns are told by
their names, those of Pinpoint's endpoints and of Salesforce and HubSpot among them.

Examples:
  diallint prepare people.csv --campaign $ID --default-region US -o monday
  diallint prepare people.csv --campaign $ID --rate 20 --start 2026-11-20T12:00:00Z \
    --token-key token.key --attribute name='First Name' -o monday
  aws connectcampaigns put-dial-request-batch --cli-input-json file://monday/batch-000001.json

Exit code: 0 all rows were taken, 1 some were rejected, 2 a problem of usage, input or output.)";

inline constexpr const char* kReconcileDescription =
    "Join the service's responses to a prepared list: who was taken, what may be sent again, and "
    "what must be mended first.";

inline constexpr const char* kReconcileFooter =
    R"(DIR is what diallint prepare has made. OUT gets outcome.csv with what became of each row,
retry with batches of what may be sent again (the same tokens, a fresh expiry; what was
throttled comes last, in later-000001.json and so on), and repair.csv with what must be
mended first, and why; outcome.html tells people how many reached the dialer. OUT is there
whole or not at all. Run it again, with all responses so far, as more of them come in: their
order and doubles make no difference, and an earlier outcome is replaced.

Examples:
  diallint reconcile monday --responses answers -o monday-outcome
  diallint reconcile monday --responses answers/*.json --rate 20 -o monday-outcome

Exit code: 0 all rows were taken, 1 some were not, or a response could not be read, 2 a problem
of usage, input or output.)";

inline constexpr const char* kServeDescription =
    "Answer calls of outbound campaigns and contacts on this machine as the service documents "
    "them, "
    "and dial nobody.";

inline constexpr const char* kServeFooter =
    R"(The address stands on standard output as soon as calls are answered, and each call in a line
of the log on standard error, without any value of a request. SIGINT and SIGTERM end it. Tests
ask and steer it under /_diallint/; 'diallint schema serve' describes what that answers.

Examples:
  diallint serve --campaign monday
  diallint serve --port 0 --campaign a --campaign b=Paused --now 2026-11-20T12:00:00Z
  diallint serve --campaign a --trouble ThrottlingException=10 --fail RequestThrottled=5
  diallint serve --campaign a --credentials test-credentials
  diallint serve --campaign a --dial-rate 2 --report-format junit --report calls.xml
  aws --endpoint-url http://127.0.0.1:4580 connectcampaigns put-dial-request-batch \
    --cli-input-json file://monday/batch-000001.json

Exit code: 0 the service itself would have refused nothing, 1 it would have refused calls or
requests, 2 a problem of usage, input or output.)";

inline constexpr const char* kConfigDescription =
    "Show the settings in force for a path, as TOML, and where each comes from.";

inline constexpr const char* kConfigFooter =
    R"(Settings come from the options, then from the diallint.toml in the folder of the input or in
the nearest folder above it, then from the defaults, which are shown after a #.

Examples:
  diallint config
  diallint config exports/monday.csv)";

}  // namespace diallint
