#!/bin/sh
# Takes the SPARQL editor from npm, as package-lock.json pins it, into graphkit/serve/static; --check compares only.
set -eu
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
node bundle.mjs "$@"
