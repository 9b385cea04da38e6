#!/usr/bin/env bash
# Installs what builds and checks the explorer page; needs npm and the network.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
