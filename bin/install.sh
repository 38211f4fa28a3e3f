#!/bin/sh
# Copies what is needed to run, without sources and build, to a directory of your choice; that is
# ROCKETMQ_HOME then. Installing over an older version replaces its programs and keeps its conf.
#
# usage: install.sh DIRECTORY
self=$0
while [ -h "$self" ]; do
    link=$(readlink "$self")
    case $link in
        /*) self=$link ;;
        *) self=$(dirname -- "$self")/$link ;;
    esac
done
bin=$(CDPATH= cd -P -- "$(dirname -- "$self")" && pwd) || exit 1
. "$bin/jdk.sh"
. "$bin/place.sh"
[ $# -eq 1 ] || { echo "usage: install.sh DIRECTORY" >&2; exit 1; }
find_jdk 25
mkdir -p "$1" || exit 1
to=$(CDPATH= cd -P -- "$1" && pwd) || exit 1
for role in namesrv broker proxy; do
    if ! service_jar "$role"; then
        echo "$role isn't built yet. Build it with: sh $bin/build.sh" >&2
        exit 1
    fi
    [ -n "$app" ] || extract_service "$packed"
    rm -rf "${to:?}/lib/$role"
    mkdir -p "$to/lib/$role"
    cp -R "$(dirname -- "$app")/." "$to/lib/$role/" || exit 1
    rm -f "$to/lib/$role"/app.aot*
done
mkdir -p "$to/bin" "$to/conf"
for file in "$bin"/mq* "$bin"/*.sh; do
    [ ! -f "$file" ] || cp -p "$file" "$to/bin/" || exit 1
done
# Kept where they exist: they may have been changed.
(cd "$root/conf" && find . -type f) | while IFS= read -r file; do
    [ -f "$to/conf/$file" ] && continue
    mkdir -p "$to/conf/$(dirname -- "$file")"
    cp "$root/conf/$file" "$to/conf/$file"
done
for role in namesrv broker; do
    sh "$to/bin/prepare.sh" "$role"
done
echo "Installed. Start with:"
echo "  sh $to/bin/mqnamesrv"
echo "  sh $to/bin/mqbroker -n localhost:9876"
