#!/bin/sh
# What a container with diallint serve runs. Services of GitHub Actions have no command line, so both come in the
# environment:
#
#   DIALLINT_TOKEN   the secret that callers have as their access key id, 16 characters or more
#   DIALLINT_SERVE   options of diallint serve, with spaces between
#
# Arguments are further options.
set -eu
: "${DIALLINT_TOKEN:?callers need a secret of 16 characters or more: set DIALLINT_TOKEN}"
options=${DIALLINT_SERVE:-}
umask 077
token=$(mktemp)
printf '%s\n' "$DIALLINT_TOKEN" >"$token"
unset DIALLINT_TOKEN DIALLINT_SERVE
set -f # the options are words, not patterns
# shellcheck disable=SC2086
exec diallint serve --host 0.0.0.0 --token "$token" $options "$@"
