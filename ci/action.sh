#!/usr/bin/env bash
# What action.yml runs. The program is the one on the PATH or, where there is none, is built.
set -euo pipefail
program=diallint
if ! command -v diallint >/dev/null; then
  "$ACTION_FOLDER/dev" program >&2
  program=$ACTION_FOLDER/build/program/bin/diallint
fi
arguments=(--output-format github)
[ -z "${INPUT_SARIF_FILE:-}" ] || arguments+=(--output-format sarif -o "$INPUT_SARIF_FILE")
[ -z "${INPUT_NOW:-}" ] || arguments+=(--now "$INPUT_NOW")
[ -z "${INPUT_FAIL_ON:-}" ] || arguments+=(--fail-on "$INPUT_FAIL_ON")
[ -z "${INPUT_BASELINE:-}" ] || arguments+=(--baseline "$INPUT_BASELINE")
paths=()
while IFS= read -r path; do [ -z "$path" ] || paths+=("$path"); done <<<"${INPUT_PATHS:-.}"
exec "$program" check "${arguments[@]}" -- "${paths[@]}"
