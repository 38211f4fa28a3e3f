#!/bin/sh
# Unpacks a service that was just packaged and makes its class cache beside it, so that even the
# first start is quick. Called by the build (profile "prepare") and by install.sh.
#
# usage: prepare.sh namesrv|broker
self=$0
while [ -h "$self" ]; do
    link=$(readlink "$self")
    case $link in
        /*) self=$link ;;
        *) self=$(dirname -- "$self")/$link ;;
    esac
done
bin=$(CDPATH= cd -P -- "$(dirname -- "$self")" && pwd) || exit 1
. "$bin/service.sh"
. "$bin/jdk.sh"
. "$bin/place.sh"
. "$bin/aot.sh"
[ $# -eq 1 ] || { echo "usage: prepare.sh namesrv | broker" >&2; exit 1; }
find_jdk 25
service_jar "$1" || { echo "$1: not packaged yet" >&2; exit 1; }
[ -n "$app" ] || extract_service "$packed"
cache=$(dirname -- "$app")/app.aot
unset JAVA_OPT JAVA_OPT_EXT
flags=$(collector_flags)
# shellcheck disable=SC2086
stamp=$(aot_stamp "$app" $flags)
if ! aot_usable "$cache" "$stamp" "$app"; then
    # shellcheck disable=SC2086
    aot_make "$1" "$app" "$cache" "$stamp" $flags ||
        echo "$1: no class cache could be made (APOGEE_AOT=verbose tells why); it will start without." >&2
fi
