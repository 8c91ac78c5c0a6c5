# Completion of dialgen for bash. Written by ./dev generate; edit the command line instead.
_dialgen() {
  local current=${COMP_WORDS[COMP_CWORD]} options='--help --version'
  case ${COMP_WORDS[1]} in
    valid) options='--shape --count --seed --now --regions --schema --rate --submit-over --format --output -o --help' ;;
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W 'valid' -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _dialgen dialgen
