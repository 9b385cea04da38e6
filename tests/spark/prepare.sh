#!/bin/sh
# Fetches GraphFrames' jars for the tests from Maven Central.
set -eu
cd "$(dirname "$0")"
mvn --batch-mode --quiet dependency:copy-dependencies -DexcludeTransitive=false -DincludeGroupIds=io.graphframes -DoutputDirectory=target/lib
