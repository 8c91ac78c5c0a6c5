# Completion of diallint for bash. Written by ./dev generate; edit the command line instead.
_diallint_files() {
  local file typed=${current//\\/}
  typed=${typed#[\"\']}
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$typed")
}
_diallint() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local options='--shape --input-format --envelope --max-expanded --csv-map --stdin-filename --exclude --watch --response --schema --jobs -j --now --unique-within --memory-limit --select --ignore --severity --fail-on --accept-sdk-names --phone-regions --deny-phone-regions --deny-phone-types --numbering-plan --history --call-limit --remember --output-format --output -o --valid-output --invalid-output --max-findings --statistics --show-values --mask-keys --color --quiet -q --verbose -v --config --isolated --baseline --update-baseline --fingerprint-key --help --version'
  COMPREPLY=()
  case ${COMP_WORDS[1]} in
  fix)
    options='--unsafe --only --default-region --region-column --expires-in --diff --in-place --output -o --output-format --show-values --mask-keys --quiet -q --verbose -v --shape --input-format --envelope --max-expanded --csv-map --stdin-filename --exclude --schema --now --unique-within --select --ignore --severity --fail-on --accept-sdk-names --phone-regions --deny-phone-regions --deny-phone-types --numbering-plan --config --isolated --help'
    case $previous in
    --only) COMPREPLY=($(compgen -W 'number-form international-prefix trunk-zero time-zone time-form member-name byte-order-mark national-number new-token new-expiry dropped-member' -- "$current")); return ;;
    --default-region) return ;;
    --region-column) return ;;
    --expires-in) return ;;
    -o|--output) _diallint_files; return ;;
    --output-format) COMPREPLY=($(compgen -W 'text json' -- "$current")); return ;;
    --shape) return ;;
    --input-format) COMPREPLY=($(compgen -W 'auto json ndjson csv' -- "$current")); return ;;
    --envelope) return ;;
    --max-expanded) return ;;
    --csv-map) return ;;
    --stdin-filename) return ;;
    --exclude) return ;;
    --schema) _diallint_files; return ;;
    --now) COMPREPLY=($(compgen -W 'none clock' -- "$current")); return ;;
    --unique-within) COMPREPLY=($(compgen -W 'run file batch off' -- "$current")); return ;;
    --select) COMPREPLY=($(compgen -W 'json-syntax csv-syntax encoding input-limit input-format no-records shape type required unknown-member member-name duplicate-member length pattern items enum range placeholder phone-e164 phone-duplicate phone-assignable phone-fictional phone-region phone-type expiration-format expiration-style expiration-window expiration-margin token-empty token-unique token-reveals-phone token-reused token-retried phone-recent attributes-bytes campaign-id-narrowed contact-flow-guid instance-guid resource-id-arn caller-id amd-traffic-type campaign-traffic-quota outbound-strategy-principal uk-mobile-quota jp-mobile-quota endpoint-type channel initiation-method user-info initiate-as previous-contact reference-type contact-expiry references-bytes segment-attribute-key one-channel task-flow failure-code exception-meaning exception-status call-failed response-operation token-answered' -- "$current")); return ;;
    --ignore) COMPREPLY=($(compgen -W 'json-syntax csv-syntax encoding input-limit input-format no-records shape type required unknown-member member-name duplicate-member length pattern items enum range placeholder phone-e164 phone-duplicate phone-assignable phone-fictional phone-region phone-type expiration-format expiration-style expiration-window expiration-margin token-empty token-unique token-reveals-phone token-reused token-retried phone-recent attributes-bytes campaign-id-narrowed contact-flow-guid instance-guid resource-id-arn caller-id amd-traffic-type campaign-traffic-quota outbound-strategy-principal uk-mobile-quota jp-mobile-quota endpoint-type channel initiation-method user-info initiate-as previous-contact reference-type contact-expiry references-bytes segment-attribute-key one-channel task-flow failure-code exception-meaning exception-status call-failed response-operation token-answered' -- "$current")); return ;;
    --severity) return ;;
    --fail-on) COMPREPLY=($(compgen -W 'error warning info never' -- "$current")); return ;;
    --phone-regions) return ;;
    --deny-phone-regions) return ;;
    --deny-phone-types) return ;;
    --numbering-plan) _diallint_files; return ;;
    --config) _diallint_files; return ;;
    esac ;;
  prepare)
    options='--input-format --phone-column --region-column --default-region --key-column --do-not-call-column --attribute --allow-repeats --campaign --api --start --rate --expires-in --no-expiry --token-key --list-name --reject-on --schema --phone-regions --deny-phone-regions --deny-phone-types --numbering-plan --history --call-limit --output -o --output-format --help'
    case $previous in
    --input-format) COMPREPLY=($(compgen -W 'auto ndjson csv' -- "$current")); return ;;
    --phone-column) return ;;
    --region-column) return ;;
    --default-region) return ;;
    --key-column) return ;;
    --do-not-call-column) return ;;
    --attribute) return ;;
    --campaign) return ;;
    --api) COMPREPLY=($(compgen -W 'v1 v2' -- "$current")); return ;;
    --start) return ;;
    --rate) return ;;
    --expires-in) return ;;
    --token-key) _diallint_files; return ;;
    --list-name) return ;;
    --reject-on) COMPREPLY=($(compgen -W 'error warning' -- "$current")); return ;;
    --schema) _diallint_files; return ;;
    --phone-regions) return ;;
    --deny-phone-regions) return ;;
    --deny-phone-types) return ;;
    --numbering-plan) _diallint_files; return ;;
    --history) _diallint_files; return ;;
    --call-limit) return ;;
    -o|--output) _diallint_files; return ;;
    --output-format) COMPREPLY=($(compgen -W 'text json' -- "$current")); return ;;
    esac ;;
  reconcile)
    options='--responses --start --rate --expires-in --schema --phone-regions --deny-phone-regions --deny-phone-types --numbering-plan --history --output -o --output-format --help'
    case $previous in
    --responses) _diallint_files; return ;;
    --start) return ;;
    --rate) return ;;
    --expires-in) return ;;
    --schema) _diallint_files; return ;;
    --phone-regions) return ;;
    --deny-phone-regions) return ;;
    --deny-phone-types) return ;;
    --numbering-plan) _diallint_files; return ;;
    --history) _diallint_files; return ;;
    -o|--output) _diallint_files; return ;;
    --output-format) COMPREPLY=($(compgen -W 'text json' -- "$current")); return ;;
    esac ;;
  serve)
    options='--port --host --token --credentials --campaign --accept-while --token-scope --now --verdict --schema --phone-regions --deny-phone-regions --deny-phone-types --numbering-plan --trouble --fail --throttle --latency --seed --dial-rate --answered --keep --state --report-format --report --quiet -q --help'
    case $previous in
    --port) return ;;
    --host) return ;;
    --token) _diallint_files; return ;;
    --credentials) _diallint_files; return ;;
    --campaign) return ;;
    --accept-while) return ;;
    --token-scope) COMPREPLY=($(compgen -W 'campaign account' -- "$current")); return ;;
    --now) return ;;
    --verdict) return ;;
    --schema) _diallint_files; return ;;
    --phone-regions) return ;;
    --deny-phone-regions) return ;;
    --deny-phone-types) return ;;
    --numbering-plan) _diallint_files; return ;;
    --trouble) return ;;
    --fail) return ;;
    --throttle) return ;;
    --latency) return ;;
    --seed) return ;;
    --dial-rate) return ;;
    --answered) return ;;
    --keep) return ;;
    --state) _diallint_files; return ;;
    --report-format) COMPREPLY=($(compgen -W 'text json ndjson sarif github gitlab junit html' -- "$current")); return ;;
    --report) _diallint_files; return ;;
    esac ;;
  *)
    case $previous in
    --shape) return ;;
    --input-format) COMPREPLY=($(compgen -W 'auto json ndjson csv' -- "$current")); return ;;
    --envelope) return ;;
    --max-expanded) return ;;
    --csv-map) return ;;
    --stdin-filename) return ;;
    --exclude) return ;;
    --response) _diallint_files; return ;;
    --schema) _diallint_files; return ;;
    -j|--jobs) return ;;
    --now) COMPREPLY=($(compgen -W 'none clock' -- "$current")); return ;;
    --unique-within) COMPREPLY=($(compgen -W 'run file batch off' -- "$current")); return ;;
    --memory-limit) return ;;
    --select) COMPREPLY=($(compgen -W 'json-syntax csv-syntax encoding input-limit input-format no-records shape type required unknown-member member-name duplicate-member length pattern items enum range placeholder phone-e164 phone-duplicate phone-assignable phone-fictional phone-region phone-type expiration-format expiration-style expiration-window expiration-margin token-empty token-unique token-reveals-phone token-reused token-retried phone-recent attributes-bytes campaign-id-narrowed contact-flow-guid instance-guid resource-id-arn caller-id amd-traffic-type campaign-traffic-quota outbound-strategy-principal uk-mobile-quota jp-mobile-quota endpoint-type channel initiation-method user-info initiate-as previous-contact reference-type contact-expiry references-bytes segment-attribute-key one-channel task-flow failure-code exception-meaning exception-status call-failed response-operation token-answered' -- "$current")); return ;;
    --ignore) COMPREPLY=($(compgen -W 'json-syntax csv-syntax encoding input-limit input-format no-records shape type required unknown-member member-name duplicate-member length pattern items enum range placeholder phone-e164 phone-duplicate phone-assignable phone-fictional phone-region phone-type expiration-format expiration-style expiration-window expiration-margin token-empty token-unique token-reveals-phone token-reused token-retried phone-recent attributes-bytes campaign-id-narrowed contact-flow-guid instance-guid resource-id-arn caller-id amd-traffic-type campaign-traffic-quota outbound-strategy-principal uk-mobile-quota jp-mobile-quota endpoint-type channel initiation-method user-info initiate-as previous-contact reference-type contact-expiry references-bytes segment-attribute-key one-channel task-flow failure-code exception-meaning exception-status call-failed response-operation token-answered' -- "$current")); return ;;
    --severity) return ;;
    --fail-on) COMPREPLY=($(compgen -W 'error warning info never' -- "$current")); return ;;
    --phone-regions) return ;;
    --deny-phone-regions) return ;;
    --deny-phone-types) return ;;
    --numbering-plan) _diallint_files; return ;;
    --history) _diallint_files; return ;;
    --call-limit) return ;;
    --output-format) COMPREPLY=($(compgen -W 'text json ndjson sarif github gitlab junit html' -- "$current")); return ;;
    -o|--output) _diallint_files; return ;;
    --valid-output) _diallint_files; return ;;
    --invalid-output) _diallint_files; return ;;
    --max-findings) return ;;
    --color) COMPREPLY=($(compgen -W 'auto always never' -- "$current")); return ;;
    --config) _diallint_files; return ;;
    --baseline) _diallint_files; return ;;
    --fingerprint-key) _diallint_files; return ;;
    explain) COMPREPLY=($(compgen -W 'json-syntax csv-syntax encoding input-limit input-format no-records shape type required unknown-member member-name duplicate-member length pattern items enum range placeholder phone-e164 phone-duplicate phone-assignable phone-fictional phone-region phone-type expiration-format expiration-style expiration-window expiration-margin token-empty token-unique token-reveals-phone token-reused token-retried phone-recent attributes-bytes campaign-id-narrowed contact-flow-guid instance-guid resource-id-arn caller-id amd-traffic-type campaign-traffic-quota outbound-strategy-principal uk-mobile-quota jp-mobile-quota endpoint-type channel initiation-method user-info initiate-as previous-contact reference-type contact-expiry references-bytes segment-attribute-key one-channel task-flow failure-code exception-meaning exception-status call-failed response-operation token-answered' -- "$current")); return ;;
    esac ;;
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W 'check rules explain schema config conformance fix prepare reconcile history serve' -- "$current"))
    _diallint_files
  else
    _diallint_files
  fi
}
complete -o filenames -F _diallint diallint
