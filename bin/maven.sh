# Finds what a build needs. To be sourced with bin set to this directory.

# find_maven: exports JAVA_HOME, a JDK 25; ends with 1 and says how to install what is missing.
find_maven() {
    . "$bin/jdk.sh"
    find_jdk 25 exactly
    JAVA_HOME=$jdk
    export JAVA_HOME
    if ! command -v mvn >/dev/null; then
        echo "Maven (mvn) isn't on the PATH. Install it (Debian: apt-get install maven; macOS: brew install" \
            "maven; else https://maven.apache.org/install.html) and try again." >&2
        exit 1
    fi
    # Only the old Guava inside Maven itself needs this.
    MAVEN_OPTS="${MAVEN_OPTS-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
    export MAVEN_OPTS
}
