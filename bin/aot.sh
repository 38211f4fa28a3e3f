# The cache of loaded and linked classes that halves a service's start. To be sourced after
# place.sh and find_jdk. A cache is good for one JDK, one jar at one place, and one collector; its
# stamp says for which. A cache of another kind, or a damaged one, is made again, and a service
# starts without one where none can be made. APOGEE_AOT=off does without, APOGEE_AOT=existing makes
# none.

# aot_stamp APP FLAGS...: prints what a cache for this start has to match, but for its own size.
aot_stamp() {
    aot_app=$1
    shift
    sed -n '/^\(JAVA_RUNTIME_VERSION\|JAVA_VERSION\|IMPLEMENTOR\|OS_ARCH\)=/p' "$jdk/release"
    printf '%s\n' "$jdk" "$aot_app" "$*"
    ls -ln "$aot_app"
}

# aot_size FILE
aot_size() {
    wc -c <"$1" | tr -d ' '
}

# aot_usable CACHE STAMP
aot_usable() {
    [ -f "$1" ] && [ -f "$1.stamp" ] && [ "$(cat "$1.stamp")" = "$2
$(aot_size "$1")" ]
}

# aot_make ROLE APP CACHE STAMP FLAGS...: starts the service once, on a free port of this machine's
# loopback and in a directory that is removed, and keeps the classes that it used.
aot_make() {
    aot_role=$1 aot_app=$2 aot_cache=$3 aot_stamp_text=$4
    shift 4
    aot_work=$(dirname -- "$aot_cache")/.$(basename -- "$aot_cache").$$
    mkdir -p "$aot_work" 2>/dev/null || return 1
    # The child must not outlive a start that is broken off.
    aot_child=
    trap 'rm -rf "$aot_work"; [ -z "$aot_child" ] || kill "$aot_child"; exit 143' TERM INT
    "$java" "$@" -XX:AOTCacheOutput="$aot_work/new.aot" -Xlog:disable -Xlog:all=error:stderr \
        -Duser.home="$aot_work" -Djava.io.tmpdir="$aot_work" -Dapogee.boot.rehearsal=true \
        -jar "$aot_app" --listenPort=0 --bindAddress=127.0.0.1 --server.address=127.0.0.1 \
        >"$aot_work/out" 2>&1 </dev/null &
    aot_child=$!
    wait "$aot_child"
    aot_exit=$?
    aot_child=
    trap - TERM INT
    if [ "$aot_exit" -eq 0 ] && [ -s "$aot_work/new.aot" ]; then
        mv "$aot_work/new.aot" "$aot_cache"
        printf '%s\n%s\n' "$aot_stamp_text" "$(aot_size "$aot_cache")" >"$aot_cache.stamp"
        aot_result=0
    else
        # Remembered, so that not every start tries again.
        : >"$aot_cache"
        printf '%s\n0\n' "$aot_stamp_text" >"$aot_cache.stamp"
        [ "${APOGEE_AOT-}" != verbose ] || cat "$aot_work/out" >&2
        aot_result=1
    fi
    rm -rf "$aot_work"
    return "$aot_result"
}

# find_aot ROLE APP FLAGS...: sets aot to a cache for this start, making it in the log directory if
# need be; to nothing if there is none.
find_aot() {
    aot=
    [ "${APOGEE_AOT-}" != off ] || return 0
    aot_role_name=$1 aot_for=$2
    shift 2
    aot_wanted=$(aot_stamp "$aot_for" "$@")
    aot=$(dirname -- "$aot_for")/app.aot
    if ! aot_usable "$aot" "$aot_wanted"; then
        # One name for each place of a jar: two installations may share a log directory.
        aot=$log_dir/aot/$aot_role_name-$(printf '%s' "$aot_for" | cksum | cut -d ' ' -f 1).aot
        if ! aot_usable "$aot" "$aot_wanted"; then
            if [ "${APOGEE_AOT-}" = existing ]; then
                aot=
                return 0
            fi
            echo "First start with this JDK: preparing the class cache, which takes a few seconds."
            mkdir -p "$log_dir/aot" 2>/dev/null &&
                aot_make "$aot_role_name" "$aot_for" "$aot" "$aot_wanted" "$@" || aot=
        fi
    fi
    [ -n "$aot" ] && [ -s "$aot" ] || aot=
}
