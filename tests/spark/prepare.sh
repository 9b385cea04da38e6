#!/bin/sh
# Fetches GraphFrames' jars for the tests from Maven Central; without them the tests run on Spark's own GraphX.
set -eu
cd "$(dirname "$0")"
version=0.12.3
mkdir -p target/lib
for name in graphframes-spark4_2.13 graphframes-graphx-spark4_2.13; do
    jar="$name-$version.jar"
    [ -f "target/lib/$jar" ] && continue
    curl -fsSL --retry 2 -o "target/lib/$jar.part" "https://repo.maven.apache.org/maven2/io/graphframes/$name/$version/$jar"
    mv "target/lib/$jar.part" "target/lib/$jar"
done
