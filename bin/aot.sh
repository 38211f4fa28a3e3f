# The cache of loaded and linked classes that halves a service's start. To be sourced after
# service.sh, place.sh and find_jdk. A cache is good for one JDK, one set of jars at one place, and
# one collector; its stamp says for which. A service never waits for its cache: one of another kind,
# or a damaged one, is made again behind the service, for the start after this one. APOGEE_AOT=off
# does without, APOGEE_AOT=existing makes none, APOGEE_AOT=verbose tells why none could be made.

# aot_stamp APP FLAGS...: prints what a cache for this start has to match, but for its own size.
aot_stamp() {
    aot_app=$1
    shift
    sed -n '/^\(JAVA_RUNTIME_VERSION\|JAVA_VERSION\|IMPLEMENTOR\|OS_ARCH\)=/p' "$jdk/release"
    printf '%s\n' "$jdk" "$aot_app" "$* $(start_flags)"
    ls -ln "$aot_app"
}

# aot_size FILE
aot_size() {
    wc -c <"$1" | tr -d ' '
}

# aot_usable CACHE STAMP APP: whether java would take the cache. It looks at the times of all jars,
# so a jar that was touched since makes a cache worthless.
aot_usable() {
    [ -f "$1" ] && [ -f "$1.stamp" ] && [ "$(cat "$1.stamp")" = "$2
$(aot_size "$1")" ] && [ -z "$(find "$(dirname -- "$3")" -name '*.jar' -newer "$1.stamp")" ]
}

# aot_suits_options: whether the user's own Java options leave classes and objects as they were when
# the cache was made. Given a cache that it can't use, java does without its own default one too,
# and starts more slowly than without any.
aot_suits_options() {
    set -f
    for aot_option in ${JAVA_OPT-} ${JAVA_OPT_EXT-} ${JAVA_TOOL_OPTIONS-} ${JDK_JAVA_OPTIONS-}; do
        case $aot_option in
            --add-* | --enable-native-access* | --illegal-* | --limit-modules* | --patch-module* | \
                --module-path* | --upgrade-module-path* | -javaagent* | -agent* | -Xshare* | \
                -Dcom.sun.management.jmxremote* | -Djava.system.class.loader=* | \
                -XX:StartFlightRecording* | -XX:SharedArchive* | -XX:AOT* | -XX:?UseCompressedOops | \
                -XX:?UseCompactObjectHeaders | -XX:ObjectAlignmentInBytes=* | \
                -Xmx3[2-9][gG] | -Xmx[4-9][0-9][gG] | -Xmx[0-9][0-9][0-9]*[gG])
                return 1
                ;;
        esac
    done
}

# aot_make ROLE APP CACHE STAMP FLAGS...: starts the service once, on a free port of this machine's
# loopback and in a directory that is removed, and keeps the classes that it used. The quick
# compiler alone: what the optimiser would note here about a start makes every start busy with
# optimising itself.
aot_make() {
    aot_role=$1 aot_app=$2 aot_cache=$3 aot_stamp_text=$4
    shift 4
    aot_work=$(dirname -- "$aot_cache")/.$(basename -- "$aot_cache").$$
    mkdir -p "$aot_work" 2>/dev/null || return 1
    # The child must not outlive a start that is broken off.
    aot_child=
    trap 'rm -rf "$aot_work"; [ -z "$aot_child" ] || kill "$aot_child"; exit 143' TERM INT
    # Nothing of the user's environment is handed on: it may name real NameServers and a real store.
    # shellcheck disable=SC2046
    env -i PATH="$PATH" HOME="$aot_work" ${aot_nice-} "$java" "$@" -XX:TieredStopAtLevel=1 $(start_flags) \
        -XX:AOTCacheOutput="$aot_work/new.aot" -Xlog:disable -Xlog:all=error:stderr \
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
        # Remembered, so that not every start tries again. A new file: the old one may be mapped.
        rm -f "$aot_cache"
        : >"$aot_cache"
        printf '%s\n0\n' "$aot_stamp_text" >"$aot_cache.stamp"
        [ "${APOGEE_AOT-}" != verbose ] || cat "$aot_work/out" >&2
        aot_result=1
    fi
    rm -rf "$aot_work"
    return "$aot_result"
}

# aot_make_behind ROLE APP CACHE STAMP FLAGS...: the same at the lowest priority, while the service
# runs; one at a time, and not where the memory may be too small for both.
aot_make_behind() {
    [ "$(memory_mib)" -ge 1024 ] && mkdir -p "$(dirname -- "$3")" 2>/dev/null || return 0
    aot_lock=$3.lock
    if ! mkdir "$aot_lock" 2>/dev/null; then
        [ -d "$aot_lock" ] || return 0
        aot_maker=$(cat "$aot_lock/pid" 2>/dev/null)
        case $aot_maker in
            '' | *[!0-9]*) ;;
            *) ! kill -0 "$aot_maker" 2>/dev/null || return 0 ;;
        esac
    fi
    echo "No class cache for this JDK yet: it is made while the service runs, the next start is quicker." >&2
    # In a shell of its own between, so that it isn't a child that the service would have to bury.
    (
        exec </dev/null >/dev/null
        [ "${APOGEE_AOT-}" = verbose ] || exec 2>/dev/null
        {
            aot_nice="nice -n 19"
            aot_make "$@"
            rm -rf "$aot_lock"
        } &
        echo "$!" >"$aot_lock/pid"
    )
}

# find_aot ROLE APP FLAGS...: sets aot to a cache for this start, and has it made in the log directory
# for the next one if there is none.
find_aot() {
    aot=
    [ "${APOGEE_AOT-}" != off ] && aot_suits_options || return 0
    aot_role_name=$1 aot_for=$2
    shift 2
    aot_wanted=$(aot_stamp "$aot_for" "$@")
    aot=$(dirname -- "$aot_for")/app.aot
    if ! aot_usable "$aot" "$aot_wanted" "$aot_for"; then
        # One name for each place of a jar: two installations may share a log directory.
        aot=$log_dir/aot/$aot_role_name-$(printf '%s' "$aot_for" | cksum | cut -d ' ' -f 1).aot
        if ! aot_usable "$aot" "$aot_wanted" "$aot_for"; then
            [ "${APOGEE_AOT-}" = existing ] ||
                aot_make_behind "$aot_role_name" "$aot_for" "$aot" "$aot_wanted" "$@"
            aot=
        fi
    fi
    [ -n "$aot" ] && [ -s "$aot" ] || aot=
}
