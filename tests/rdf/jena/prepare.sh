#!/bin/sh
# Fetches Apache Jena's riot for the tests from Maven Central.
set -eu
cd "$(dirname "$0")"
mvn --batch-mode --quiet compile
