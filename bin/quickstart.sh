#!/bin/sh
# Builds the suite if need be, starts a NameServer and a broker on this machine, sends messages
# with the official client and receives them. Everything is kept in ~/apogee-quickstart (or
# APOGEE_QUICKSTART_HOME).
#
# usage: quickstart.sh         start, send and receive; again if it runs already
#        quickstart.sh stop    stop both
#        quickstart.sh clean   stop both and remove what was kept
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
. "$bin/jdk.sh"
. "$bin/play-parts.sh"
. "$bin/apache.sh"

# The services get this directory as their home, so that nothing of a real installation is touched.
home=${APOGEE_QUICKSTART_HOME:-$user_home/apogee-quickstart}
unset JAVA_OPT JAVA_OPT_EXT NAMESRV_ADDR ROCKETMQ_HOME
user_home=$home
log_dir=$home/logs/rocketmqlogs
ports=$home/ports
marker=$home/.quickstart

stop() {
    HOME=$home sh "$bin/mqshutdown" broker
    HOME=$home sh "$bin/mqshutdown" namesrv
}

build() {
    if service_jar namesrv && service_jar broker; then
        return 0
    fi
    . "$bin/maven.sh"
    find_maven
    log=$home/build.log
    echo "Building Apogee MQ; the first time Maven fetches what it needs, which takes some minutes."
    echo "The full output is in $log"
    rm -f "$home/build.ok"
    # shellcheck disable=SC2086
    { mvn -B ${APOGEE_MAVEN_ARGS-} -f "$root/pom.xml" -Pprepare -DskipTests \
        -pl namesrv-service,broker-service -am package </dev/null 2>&1 && touch "$home/build.ok"; } |
        tee "$log" | awk '
            /^\[INFO\] Building .* \[[0-9]+\/[0-9]+\]/ { sub(/^\[INFO\] /, "  "); print; fflush() }
            /Downloaded from/ { if (++n % 50 == 0) { print "  " n " files fetched"; fflush() } }
            /^\[ERROR\]/ { print; fflush() }'
    [ -f "$home/build.ok" ] || {
        echo "The build failed; see $log" >&2
        exit 1
    }
}

# start_both DISTANCE: 0 when both serve, with ports moved by this distance; 2 when a port is taken.
start_both() {
    namesrv=$((9876 + $1)) broker=$((10911 + $1))
    HOME=$home
    if ! start_and_wait namesrv "The Name Server boot success" --listenPort="$namesrv" \
        --bindAddress=127.0.0.1 --server.address=127.0.0.1 2>"$home/last-words"; then
        port_taken "$out"
        return
    fi
    if ! start_and_wait broker "boot success" -n "127.0.0.1:$namesrv" --listenPort="$broker" \
        --bindAddress=127.0.0.1 --server.address=127.0.0.1 --brokerIP1=127.0.0.1 \
        --storePathRootDir="$home/store" --brokerName=quickstart 2>"$home/last-words"; then
        sh "$bin/mqshutdown" namesrv >/dev/null
        port_taken "$out"
        return
    fi
    echo "$namesrv $broker" >"$ports"
}

port_taken() {
    if grep -Eiq 'port.*(taken|in use|already)|address already in use' "$1"; then
        return 2
    fi
    return 1
}

start() {
    if [ -f "$ports" ] && service_runs namesrv && service_runs broker; then
        read -r namesrv broker <"$ports"
        echo "NameServer and broker are running already."
        return
    fi
    stop >/dev/null
    for distance in 0 20 40 60 80; do
        start_both "$distance"
        case $? in
            0)
                [ "$distance" -eq 0 ] ||
                    echo "The usual ports (9876, 10911) were taken; these two use $namesrv and $broker."
                return
                ;;
            2) ;;
            *) break ;;
        esac
    done
    cat "$home/last-words" >&2
    echo "The quick start has failed; logs are in $log_dir" >&2
    exit 1
}

case ${1-} in
    stop)
        stop
        exit
        ;;
    clean)
        stop >/dev/null
        if service_runs namesrv || service_runs broker; then
            echo "Not everything has stopped, so nothing was removed; logs are in $log_dir" >&2
            exit 1
        fi
        # Only what the quick start has made: the directory may be one that somebody named by mistake.
        [ -f "$marker" ] || {
            echo "$home: no quick start has been here; nothing was removed." >&2
            exit 1
        }
        (cd "$home" && rm -rf store logs namesrv config ports build.log build.ok last-words .quickstart)
        rmdir "$home" 2>/dev/null || echo "Left in $home, since the quick start didn't make it: $(ls -A "$home" | tr '\n' ' ')"
        exit
        ;;
    '') ;;
    *)
        echo "usage: quickstart.sh [stop | clean]" >&2
        exit 1
        ;;
esac

mkdir -p "$home" && touch "$marker" || exit 1
build
find_jdk 25
# For the services too, whose own home is another one.
JAVA_HOME=$jdk
export JAVA_HOME
find_apache_tools
(start) || exit 1
read -r namesrv broker <"$ports"
echo
echo "Sending and receiving with Apache's own client, rocketmq-client 5.5.0:"
"$java" -XX:-UsePerfData -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow \
    --enable-native-access=ALL-UNNAMED "-Duser.home=$home" -cp "$class_path" \
    "$root/docs/quickstart/QuickStart.java" "127.0.0.1:$namesrv" </dev/null || {
    echo "The messages didn't come back; logs are in $log_dir" >&2
    exit 1
}
cat <<END

It works. Go on with:
  your own program    any RocketMQ client, with NameServer 127.0.0.1:$namesrv
  the one just run    $root/docs/quickstart/QuickStart.java
  look around         sh $bin/mqadmin topicList -n 127.0.0.1:$namesrv
                      sh $bin/mqadmin clusterList -n 127.0.0.1:$namesrv
  health              curl http://127.0.0.1:$((broker + 5000))/actuator/health
  logs and messages   $home
Stop with:            sh $bin/quickstart.sh stop
Remove everything:    sh $bin/quickstart.sh clean
END
