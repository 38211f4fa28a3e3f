# Starts a service in place of the calling script. To be sourced with bin set to this directory.

# memory_mib: prints how much memory this machine, or this container, has.
memory_mib() {
    memory=
    if [ -r /proc/meminfo ]; then
        memory=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
    elif command -v sysctl >/dev/null; then
        memory=$(sysctl -n hw.memsize 2>/dev/null | awk '{ print int($1 / 1048576) }')
    fi
    for memory_file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
        [ -r "$memory_file" ] || continue
        memory=$(awk -v all="${memory:-0}" \
            '/^[0-9]+$/ { m = int($1 / 1048576); if (all == 0 || m < all) all = m } END { print all }' "$memory_file")
    done
    printf '%s' "${memory:-1024}"
}

# share DIVISOR LEAST MOST: prints a part of the memory in MiB, within bounds.
share() {
    share_mib=$(($(memory_mib) / $1))
    [ "$share_mib" -ge "$2" ] || share_mib=$2
    [ "$share_mib" -le "$3" ] || share_mib=$3
    printf '%s' "$share_mib"
}

# user_says PATTERN: whether one of the user's own Java options matches.
user_says() {
    for user_option in ${JAVA_OPT-} ${JAVA_OPT_EXT-}; do
        # The pattern is meant as one.
        # shellcheck disable=SC2254
        case $user_option in
            $1) return 0 ;;
        esac
    done
    return 1
}

# collector_flags ROLE: prints what a class cache depends on. The user's own choice comes first.
collector_flags() {
    if user_says '-XX:+Use*GC'; then
        for user_option in ${JAVA_OPT-} ${JAVA_OPT_EXT-}; do
            case $user_option in
                -XX:+Use*GC) printf '%s ' "$user_option" ;;
            esac
        done
    else
        printf '%s ' -XX:+UseSerialGC
    fi
}

# start_flags: prints what makes a start lighter. Reflection is used at the start only, where calls
# through the virtual machine cost less than generating code for each.
start_flags() {
    printf '%s ' -Djdk.reflect.useNativeAccessorOnly=true
}

# memory_flags ROLE: prints heap and buffer sizes, but for those that the user set.
memory_flags() {
    case $1 in
        namesrv)
            # It seldom needs a tenth of this. A cluster of a hundred thousand topics does, for the
            # moment in which each broker registers them.
            heap=$(share 16 128 1024)
            direct=$(share 16 64 256)
            # A NameServer does little: the quick compiler alone starts sooner and needs less memory.
            printf '%s ' -Xss512k
            user_says '-XX:TieredStopAtLevel=*' || printf '%s ' -XX:TieredStopAtLevel=1
            ;;
        *)
            heap=$(share 8 128 2048)
            direct=$(share 8 128 1024)
            ;;
    esac
    if ! user_says '-Xmx*' && ! user_says '-XX:MaxHeapSize=*' && ! user_says '-XX:MaxRAM*'; then
        printf '%s ' "-Xmx${heap}m"
        # Grows when it has to and gives back what it doesn't need.
        user_says '-Xms*' || printf '%s ' -Xms32m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40
    fi
    user_says '-XX:MaxDirectMemorySize=*' || printf '%s ' "-XX:MaxDirectMemorySize=${direct}m"
}

# start_service ROLE ARGUMENT...: becomes the service's java process.
start_service() {
    role=$1
    shift
    # A terminal that is closed takes no server with it. What is ignored here stays so in java.
    trap '' HUP
    . "$bin/jdk.sh"
    . "$bin/place.sh"
    . "$bin/aot.sh"
    find_jdk 25
    if ! service_jar "$role"; then
        echo "Apogee MQ isn't built here: neither $root/lib/$role nor $root/$role-service/target has it." >&2
        echo "Build it with: sh $bin/build.sh" >&2
        exit 1
    fi
    [ -n "$app" ] || extract_service "$packed"

    if [ -z "${ROCKETMQ_HOME-}" ]; then
        ROCKETMQ_HOME=$root
        home_derived=true
    else
        home_derived=false
    fi
    export ROCKETMQ_HOME

    pid_file=
    tmp_dir=
    if mkdir -p "$log_dir/tmp" 2>/dev/null && [ -w "$log_dir/tmp" ]; then
        tmp_dir=$log_dir/tmp
        pid_file=$log_dir/$role.$$.pid
    fi

    # What only prints, or can only be refused, is not worth preparing a class cache.
    for argument in "$role" "$@"; do
        case $argument in
            proxy | -h | --help | -p | --printConfigItem | -m | --printImportantConfig)
                [ "${APOGEE_AOT-}" = off ] || APOGEE_AOT=existing
                ;;
        esac
    done

    # Options are split at blanks and not expanded, as the original's launchers do.
    set -f
    flags=$(collector_flags "$role")
    if [ "$app" != "${packed-}" ]; then
        # shellcheck disable=SC2086
        find_aot "$role" "$app" $flags
    else
        aot=
    fi
    [ -z "$pid_file" ] || echo "$$" >"$pid_file" || pid_file=
    # Native access is granted by the jar's manifest: as an option it would make the cache useless.
    # exec keeps the process id: signals reach java, and the pid file is right.
    # shellcheck disable=SC2086,SC2046
    exec "$java" ${JAVA_OPT-} \
        $(user_says '-XX:+Use*GC' || printf '%s' "$flags") $(memory_flags "$role") \
        $(start_flags) -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
        ${aot:+"-XX:AOTCache=$aot"} ${aot:+-Xlog:aot=error} \
        ${tmp_dir:+"-Djava.io.tmpdir=$tmp_dir"} ${tmp_dir:+"-XX:ErrorFile=$log_dir/hs_err_%p.log"} \
        "-Duser.home=$user_home" "-Dapogee.boot.role=$role" "-Dapogee.boot.home-derived=$home_derived" \
        ${pid_file:+"-Dapogee.boot.pid-file=$pid_file"} \
        ${JAVA_OPT_EXT-} -jar "$app" "$@" </dev/null
}
