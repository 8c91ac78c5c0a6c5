#!/usr/bin/env bash
# ci/between_marks.sh FILE NAME: replaces what stands in FILE between the lines
# "<!-- NAME: written by ... -->" and "<!-- end of NAME -->" by standard input.
set -euo pipefail
file=$1 name=$2
text=$(cat)
TEXT=$text awk -v begin="<!-- $name: written by" -v end="<!-- end of $name -->" '
  $0 == end { inside = 0 }
  !inside { print }
  index($0, begin) == 1 { inside = 1; print ENVIRON["TEXT"] }
' "$file" >"$file.new" && mv "$file.new" "$file"
