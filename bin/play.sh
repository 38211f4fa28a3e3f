#!/bin/sh
# Starts a NameServer and a broker on this machine, in the background, and waits until they serve.
# Arguments go to the broker. Stop them with: mqshutdown broker; mqshutdown namesrv
self=$0
while [ -h "$self" ]; do
    link=$(readlink "$self")
    case $link in
        /*) self=$link ;;
        *) self=$(dirname -- "$self")/$link ;;
    esac
done
bin=$(CDPATH= cd -P -- "$(dirname -- "$self")" && pwd) || exit 1
. "$bin/place.sh"
. "$bin/play-parts.sh"
start_and_wait namesrv "The Name Server boot success" || exit 1
start_and_wait broker "boot success" -n "localhost:9876" "$@" || exit 1
echo "Stop them with: sh $bin/mqshutdown broker; sh $bin/mqshutdown namesrv"
