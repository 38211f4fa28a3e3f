# Finds Apache RocketMQ's own tools and client, which are run beside the suite and never in it. To
# be sourced after place.sh.

# find_apache_tools: sets class_path, or says what is missing and ends with 1. The jars are those in
# lib/mqadmin, or else the ones that Maven has or fetches; their places are remembered in the log
# directory.
find_apache_tools() {
    for apache_jar in "$root"/lib/mqadmin/*.jar; do
        [ ! -f "$apache_jar" ] || { class_path="$root/lib/mqadmin/*"; return 0; }
    done
    apache_list=$log_dir/mqadmin.classpath
    if apache_all_there; then
        return 0
    fi
    if ! command -v mvn >/dev/null; then
        echo "Apache's tools (org.apache.rocketmq:rocketmq-tools:5.5.0) aren't here. They are fetched with" \
            "Maven, which isn't on the PATH: install it, or put the jars into $root/lib/mqadmin." >&2
        exit 1
    fi
    mkdir -p "$log_dir" || exit 1
    echo "Looking for Apache's tools with Maven; the first time they are fetched." >&2
    apache_answer=$log_dir/mqadmin.classpath.$$
    # Offline first: it is quicker and asks nobody.
    if ! apache_ask -o && ! apache_ask; then
        cat "$apache_answer.out" >&2
        rm -f "$apache_answer" "$apache_answer.out"
        echo "Apache's tools (org.apache.rocketmq:rocketmq-tools:5.5.0) can't be had from Maven's repositories." >&2
        exit 1
    fi
    mv "$apache_answer" "$apache_list"
    rm -f "$apache_answer.out"
    apache_all_there || {
        echo "Maven named jars that don't exist, in $apache_list." >&2
        exit 1
    }
}

# apache_ask OPTION...: asks Maven; APOGEE_MAVEN_ARGS can name another repository or settings.
apache_ask() {
    # shellcheck disable=SC2086
    JAVA_HOME=$jdk mvn -q -B ${APOGEE_MAVEN_ARGS-} "$@" -f "$bin/apache-tools.pom.xml" \
        org.apache.maven.plugins:maven-dependency-plugin:3.10.0:build-classpath \
        "-Dmdep.outputFile=$apache_answer" >"$apache_answer.out" 2>&1 </dev/null && [ -s "$apache_answer" ]
}

apache_all_there() {
    [ -f "$apache_list" ] || return 1
    class_path=$(cat "$apache_list")
    apache_ifs=$IFS
    IFS=:
    set -f
    for apache_jar in $class_path; do
        [ -f "$apache_jar" ] || { class_path=; break; }
    done
    set +f
    IFS=$apache_ifs
    [ -n "$class_path" ]
}
