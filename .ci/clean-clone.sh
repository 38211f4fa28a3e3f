#!/bin/sh
# Proves that a clean clone, an empty home directory, a JDK 25 somewhere on the machine and Maven
# are all that the README's two commands need, whatever java is on the PATH.
#
# Maven's repository is the user's own, unless APOGEE_REPOSITORY names another (an empty one shows
# that everything can be fetched, and takes long).
set -eu
root=$(CDPATH= cd -P -- "$(dirname -- "$0")/.." && pwd)
repository=${APOGEE_REPOSITORY:-${HOME:?}/.m2/repository}
work=$(mktemp -d "${TMPDIR:-/tmp}/apogee-clone.XXXXXX")
home=$work/home
clone=$work/apogee-mq
mkdir "$home" "$work/tmp"

# Nothing of this shell's environment is handed on: no JAVA_HOME, no ROCKETMQ_HOME.
clean() {
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" TMPDIR="$work/tmp" \
        APOGEE_MAVEN_ARGS="-Dmaven.repo.local=$repository" MAVEN_OPTS="-Duser.home=$home" "$@"
}

finish() {
    code=$?
    if [ -d "$clone" ]; then
        clean sh "$clone/bin/quickstart.sh" stop >/dev/null 2>&1 || true
    fi
    if [ "$code" -eq 0 ]; then rm -rf "$work"; else echo "Left as it was: $work" >&2; fi
}
trap finish EXIT

# run FILE COMMAND: shows what it prints and keeps it; its exit code is this function's.
run() {
    (
        clean sh -c "$2" 2>&1
        echo "$?" >"$work/code"
    ) | tee "$1"
    return "$(cat "$work/code")"
}

on_path=$(clean java -version 2>&1 | head -n 1 || true)
echo "java on the PATH: $on_path"
case $on_path in
    *'"17.'*) ;;
    *)
        echo "The java on the PATH should be 17 here: the README says that the build finds its JDK 25 itself." >&2
        exit 1
        ;;
esac
git clone -q --no-hardlinks "$root" "$clone"
echo "Cloned $(git -C "$clone" rev-parse --short HEAD); home is empty."
cd "$clone"

# The commands as the README writes them, so that the two can't come apart.
commands=$(sed -n '/<!-- two commands -->/,/<!-- end -->/s/^\(sh bin\/.*\.sh\).*$/\1/p' README.md)
[ "$(echo "$commands" | wc -l)" -eq 2 ] || { echo "README.md doesn't have its two commands." >&2; exit 1; }
first=$(echo "$commands" | sed -n 1p)
second=$(echo "$commands" | sed -n 2p)

echo "== $first"
began=$(date +%s)
run "$work/first.log" "$first"
grep -q '^It works' "$work/first.log"
[ "$(grep -c '^received ' "$work/first.log")" -ge 5 ]
first_took=$(($(date +%s) - began))
clean sh bin/quickstart.sh stop

echo "== $second"
began=$(date +%s)
run "$work/second.log" "$second"
grep -Eq '^Tests: [1-9][0-9]* run, 0 failed' "$work/second.log"
grep -q '^All is well' "$work/second.log"
second_took=$(($(date +%s) - began))

left=$(cd "$home" && find . -mindepth 1 -maxdepth 1 | sort | tr '\n' ' ')
echo "In the home directory now: $left"
echo "Result: quick start $first_took s, tests $second_took s, $(grep '^Tests: ' "$work/second.log" | tail -n 1)"
