#!/bin/sh
# Builds the suite and runs its tests; says at the end how many there were.
# Arguments go to Maven: test.sh -o, test.sh -pl common -am
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
start=$(mktemp "${TMPDIR:-/tmp}/apogee-test.XXXXXX") || exit 1
trap 'rm -f "$start"' EXIT
# shellcheck disable=SC2086
mvn -B -ntp ${APOGEE_MAVEN_ARGS-} -f "$root/pom.xml" -Pprepare verify "$@" </dev/null
result=$?
# The lines that Surefire wrote in this run, added up.
find "$root" -path '*/target/surefire-reports*/*.txt' -newer "$start" -exec cat {} + |
    awk -F '[:,]' '
        /^Tests run:/ { run += $2; failed += $4 + $6; skipped += $8 }
        END { printf "\nTests: %d run, %d failed, %d skipped\n", run, failed, skipped }'
if [ "$result" -eq 0 ]; then echo "All is well."; else echo "The build failed; see above." >&2; fi
exit "$result"
