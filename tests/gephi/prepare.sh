#!/bin/sh
# Builds the Gephi reader of the tests: the Gephi Toolkit from Maven Central and one Java class.
set -eu
cd "$(dirname "$0")"
mvn --batch-mode --quiet compile
