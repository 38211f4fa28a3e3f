#!/bin/sh
# Builds the suite so that it can be started from here, without running the tests.
# Arguments go to Maven: build.sh -o
self=$0
while [ -h "$self" ]; do
    link=$(readlink "$self")
    case $link in
        /*) self=$link ;;
        *) self=$(dirname -- "$self")/$link ;;
    esac
done
bin=$(CDPATH= cd -P -- "$(dirname -- "$self")" && pwd) || exit 1
. "$bin/maven.sh"
root=$(dirname -- "$bin")
find_maven
# shellcheck disable=SC2086
mvn -B -ntp ${APOGEE_MAVEN_ARGS-} -f "$root/pom.xml" -Pprepare -DskipTests \
    -pl namesrv-service,broker-service,proxy-service -am package "$@" </dev/null
