#!/bin/sh
# Installs Comunica from npm, as package-lock.json pins it.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --loglevel=error
