# Finds a JDK for the scripts beside it. To be sourced:
#
#   . "$bin/jdk.sh"
#   find_jdk 25          # 25 or newer, for running
#   find_jdk 25 exactly  # 25 itself, for building
#
# Sets jdk to its home and java to its launcher, or says what was searched and ends with 1.
# Looks at JAVA_HOME, then at the PATH, then where JDKs are usually installed.

# jdk_version HOME: prints the major version from the release file; nothing if that isn't a JDK.
jdk_version() {
    [ -f "$1/release" ] && [ -x "$1/bin/java" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release"
}

# jdk_suits HOME WANTED [exactly]
jdk_suits() {
    jdk_found_version=$(jdk_version "$1")
    [ -n "$jdk_found_version" ] || return 1
    if [ "${3-}" = exactly ]; then
        [ "$jdk_found_version" -eq "$2" ]
    else
        [ "$jdk_found_version" -ge "$2" ]
    fi
}

# jdk_on_path: prints the home that the java on the PATH belongs to.
jdk_on_path() {
    jdk_file=$(command -v java) || return 0
    while [ -h "$jdk_file" ]; do
        jdk_link=$(readlink "$jdk_file")
        case $jdk_link in
            /*) jdk_file=$jdk_link ;;
            *) jdk_file=$(dirname -- "$jdk_file")/$jdk_link ;;
        esac
    done
    (CDPATH= cd -P -- "$(dirname -- "$jdk_file")/.." 2>/dev/null && pwd) || true
}

# jdk_newest WANTED [exactly]: prints the newest suitable home among the usual places.
jdk_newest() {
    jdk_best= jdk_best_version=0
    for jdk_home in \
        /usr/lib/jvm/* /opt/* /opt/java/* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if jdk_suits "$jdk_home" "$@" && [ "$jdk_found_version" -gt "$jdk_best_version" ]; then
            jdk_best=$jdk_home jdk_best_version=$jdk_found_version
        fi
    done
    printf '%s' "$jdk_best"
}

find_jdk() {
    jdk=
    if [ -n "${JAVA_HOME-}" ]; then
        if jdk_suits "$JAVA_HOME" "$@"; then
            jdk=$JAVA_HOME
        else
            echo "JAVA_HOME=$JAVA_HOME is not JDK $1${2:+ $2}; looking for another one." >&2
        fi
    fi
    if [ -z "$jdk" ]; then
        jdk_candidate=$(jdk_on_path)
        if [ -n "$jdk_candidate" ] && jdk_suits "$jdk_candidate" "$@"; then
            jdk=$jdk_candidate
        else
            jdk=$(jdk_newest "$@")
        fi
    fi
    if [ -z "$jdk" ]; then
        jdk_kind=" or newer"
        [ "${2-}" != exactly ] || jdk_kind=
        echo "No JDK $1$jdk_kind found. Searched: JAVA_HOME, the PATH, /usr/lib/jvm, /opt," \
            "~/.sdkman/candidates/java, /Library/Java/JavaVirtualMachines." >&2
        echo "Install one (for example Eclipse Temurin $1 from https://adoptium.net) or set JAVA_HOME." >&2
        exit 1
    fi
    java=$jdk/bin/java
}
