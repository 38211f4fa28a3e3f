# Where things are, for the scripts beside it. To be sourced with bin set to this directory.
# Sets root (what holds bin and conf), user_home, log_dir.

root=$(dirname -- "$bin")

# Java's user.home decides where logs are; like java itself, the last -Duser.home wins.
user_home=${HOME-}
set -f
for place_option in ${JAVA_OPT-} ${JAVA_OPT_EXT-}; do
    case $place_option in
        -Duser.home=*) user_home=${place_option#-Duser.home=} ;;
    esac
done
set +f
if [ -z "$user_home" ]; then
    echo "HOME is not set: logs and stores have no place. Set HOME, or JAVA_OPT=-Duser.home=DIRECTORY." >&2
    exit 1
fi
log_dir=$user_home/logs/rocketmqlogs

# service_jar ROLE: sets app to the service's extracted jar, or to nothing if there is none yet,
# and packed to the jar that it is extracted from in a checkout.
service_jar() {
    app= packed=
    for place_jar in "$root/lib/$1"/*-exec.jar; do
        [ -f "$place_jar" ] && app=$place_jar && return 0
    done
    for place_jar in "$root/$1-service/target"/*-exec.jar; do
        [ -f "$place_jar" ] && packed=$place_jar
    done
    [ -n "$packed" ] || return 1
    place_jar=$root/$1-service/target/run/$(basename -- "$packed")
    if [ -f "$place_jar" ] && [ -z "$(find "$packed" -newer "$place_jar")" ]; then
        app=$place_jar
    fi
}

# extract_service PACKED: unpacks the jar into target/run, so that it starts faster. Sets app.
# Two starts at once must not mix their files: the first one in makes it, the other waits.
extract_service() {
    place_target=$(dirname -- "$1")
    app=$place_target/run/$(basename -- "$1")
    place_tries=0
    until mkdir "$place_target/.extracting" 2>/dev/null; do
        place_tries=$((place_tries + 1))
        if [ ! -w "$place_target" ] || [ "$place_tries" -gt 60 ]; then
            # Not ours to write in, or somebody died half way: the packed jar runs as well, slower.
            rmdir "$place_target/.extracting" 2>/dev/null
            app=$1
            return 0
        fi
        sleep 1
    done
    if [ -f "$app" ] && [ -z "$(find "$1" -newer "$app")" ]; then
        rmdir "$place_target/.extracting"
        return 0
    fi
    if "$java" -Djarmode=tools -jar "$1" extract --force --destination "$place_target/run.new" >/dev/null; then
        touch "$place_target/run.new/$(basename -- "$1")"
        rm -rf "$place_target/run.old"
        [ ! -d "$place_target/run" ] || mv "$place_target/run" "$place_target/run.old"
        mv "$place_target/run.new" "$place_target/run"
        rm -rf "$place_target/run.old"
    else
        app=$1
    fi
    rmdir "$place_target/.extracting"
}

# is_ours PID FILE: whether that process is alive and was started with this pid file. A process id
# is used again after its process has gone; one that isn't ours is never touched.
is_ours() {
    if [ -d /proc/self ]; then
        { tr '\0' '\n' <"/proc/$1/cmdline"; } 2>/dev/null | grep -Fqx -- "-Dapogee.boot.pid-file=$2"
    else
        case $(ps -ww -p "$1" -o args= 2>/dev/null) in
            *"-Dapogee.boot.pid-file=$2"*) true ;;
            *) false ;;
        esac
    fi
}

# service_runs ROLE: whether a process of that role with this log directory is alive.
service_runs() {
    for place_file in "$log_dir/$1".*.pid; do
        if [ -f "$place_file" ] && is_ours "$(cat "$place_file")" "$place_file"; then
            return 0
        fi
    done
    return 1
}
