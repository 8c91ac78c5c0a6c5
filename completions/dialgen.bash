# Completion of dialgen for bash. Written by ./dev generate; edit the command line instead.
_dialgen_files() {
  local file typed=${current//\\/}
  typed=${typed#[\"\']}
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$typed")
}
_dialgen() {
  local current=${COMP_WORDS[COMP_CWORD]} options='--help --version'
  COMPREPLY=()
  case ${COMP_WORDS[1]} in
    valid) options='--shape --count --seed --now --regions --schema --rate --submit-over --format --output -o --help' ;;
    boundary) options='--shape --seed --now --schema --output -o --help' ;;
    spoil) options='--rule --all --count --shape --seed --now --schema --output -o --help' ;;
    pack) options='--seed --now --schema --output -o --help' ;;
    response) options='--for --failed --code --exception --inconsistent --all --seed --now --schema --output -o --help' ;;
    hostile) options='--seed --now --schema --output -o --help' ;;
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W 'valid boundary spoil pack response hostile' -- "$current"))
  else
    _dialgen_files
  fi
}
complete -o filenames -F _dialgen dialgen
