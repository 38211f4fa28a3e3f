#!/bin/sh
# Runs workloads against this suite and against Apache RocketMQ, side by side, and writes tables to
# docs/benchmarks.md. See benchmark.sh --help.
self=$0
while [ -h "$self" ]; do
    link=$(readlink "$self")
    case $link in
        /*) self=$link ;;
        *) self=$(dirname -- "$self")/$link ;;
    esac
done
bin=$(CDPATH= cd -P -- "$(dirname -- "$self")" && pwd) || exit 1
root=$(dirname -- "$bin")
if [ ! -r /proc/self/stat ]; then
    echo "benchmark.sh reads the servers' figures from /proc: it runs on Linux only." >&2
    exit 1
fi

# Maven's Java runs everything here: servers, load generator, and Maven itself.
if [ -f "$bin/maven.sh" ]; then
    . "$bin/maven.sh"
    find_maven
    java=$JAVA_HOME/bin/java
else
    java=${JAVA_HOME:+$JAVA_HOME/bin/}java
fi

# newer_than FILE DIRECTORY...: whether FILE is missing or older than something in the directories.
newer_than() {
    newer_file=$1
    shift
    [ ! -e "$newer_file" ] || [ -n "$(find "$@" -type f -newer "$newer_file" -print | head -n 1)" ]
}

stamp=$root/benchmark/target/built
if newer_than "$stamp" "$root/benchmark/src" "$root/benchmark/pom.xml"; then
    echo "Building the load generator ..." >&2
    mvn -q -B -f "$root/pom.xml" -pl benchmark process-classes </dev/null >&2 || exit 1
    touch "$stamp"
fi

ours=true
for argument in "$@"; do
    case $argument in
        --servers=apache | -h | --help) ours=false ;;
    esac
done
if $ours; then
    for role in namesrv broker; do
        jar=
        for candidate in "$root/$role-service/target"/*-exec.jar; do
            [ ! -f "$candidate" ] || jar=$candidate
        done
        if newer_than "${jar:-none}" "$root/common/src/main" "$root/$role-service/src/main"; then
            echo "Building the suite ..." >&2
            sh "$bin/build.sh" -q >&2 || exit 1
            break
        fi
    done
fi

# A fixed small heap, so that the generator's own collector stays quiet.
exec "$java" -Xms256m -Xmx256m -XX:+UseSerialGC -cp "$root/benchmark/target/classes:$root/benchmark/target/lib/*" \
    io.apogeemq.benchmark.BenchmarkCommand "--checkout=$root" "$@" </dev/null
