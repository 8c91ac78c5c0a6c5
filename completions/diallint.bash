# Completion of diallint for bash. Written by ./dev generate; edit the command line instead.
_diallint() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  case $previous in
    --shape) return ;;
    --input-format) COMPREPLY=($(compgen -W 'auto json ndjson csv' -- "$current")); return ;;
    --csv-map) return ;;
    --stdin-filename) return ;;
    --response) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --schema) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --now) COMPREPLY=($(compgen -W 'none' -- "$current")); return ;;
    --select) COMPREPLY=($(compgen -W 'json-syntax csv-syntax encoding input-limit shape type required unknown-member member-name duplicate-member length pattern items enum range phone-e164 phone-duplicate phone-assignable phone-fictional phone-region phone-type expiration-format expiration-style expiration-window expiration-margin token-empty token-unique token-reveals-phone attributes-bytes campaign-id-narrowed contact-flow-guid instance-guid resource-id-arn caller-id amd-traffic-type uk-mobile-quota channel initiation-method user-info initiate-as previous-contact reference-type contact-expiry references-bytes segment-attribute-key one-channel failure-code exception-meaning exception-status token-answered' -- "$current")); return ;;
    --ignore) COMPREPLY=($(compgen -W 'json-syntax csv-syntax encoding input-limit shape type required unknown-member member-name duplicate-member length pattern items enum range phone-e164 phone-duplicate phone-assignable phone-fictional phone-region phone-type expiration-format expiration-style expiration-window expiration-margin token-empty token-unique token-reveals-phone attributes-bytes campaign-id-narrowed contact-flow-guid instance-guid resource-id-arn caller-id amd-traffic-type uk-mobile-quota channel initiation-method user-info initiate-as previous-contact reference-type contact-expiry references-bytes segment-attribute-key one-channel failure-code exception-meaning exception-status token-answered' -- "$current")); return ;;
    --severity) return ;;
    --fail-on) COMPREPLY=($(compgen -W 'error warning info never' -- "$current")); return ;;
    --phone-regions) return ;;
    --deny-phone-regions) return ;;
    --deny-phone-types) return ;;
    --numbering-plan) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --output-format) COMPREPLY=($(compgen -W 'text json ndjson sarif github gitlab junit html' -- "$current")); return ;;
    -o|--output) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --max-findings) return ;;
    --color) COMPREPLY=($(compgen -W 'auto always never' -- "$current")); return ;;
    --config) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --baseline) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --fingerprint-key) COMPREPLY=($(compgen -f -- "$current")); return ;;
    explain) COMPREPLY=($(compgen -W 'json-syntax csv-syntax encoding input-limit shape type required unknown-member member-name duplicate-member length pattern items enum range phone-e164 phone-duplicate phone-assignable phone-fictional phone-region phone-type expiration-format expiration-style expiration-window expiration-margin token-empty token-unique token-reveals-phone attributes-bytes campaign-id-narrowed contact-flow-guid instance-guid resource-id-arn caller-id amd-traffic-type uk-mobile-quota channel initiation-method user-info initiate-as previous-contact reference-type contact-expiry references-bytes segment-attribute-key one-channel failure-code exception-meaning exception-status token-answered' -- "$current")); return ;;
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W '--shape --input-format --csv-map --stdin-filename --response --schema --now --select --ignore --severity --fail-on --accept-sdk-names --phone-regions --deny-phone-regions --deny-phone-types --numbering-plan --output-format --output -o --max-findings --statistics --show-values --mask-keys --color --quiet -q --verbose -v --config --isolated --baseline --update-baseline --fingerprint-key --help --version' -- "$current"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W 'check rules explain schema config conformance' -- "$current") $(compgen -f -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _diallint diallint
