package io.apogeemq.benchmark.row;

/** Which cores servers and load use. */
enum CorePlan {
    /** All use all cores, as the scheduler likes: what the machine can do as a whole. */
    SHARED("server and load generator share all cores"),

    /**
     * The first core is the servers' alone, the last the load's: what one core of a server can do.
     * The suite that is not measured idles on the same core.
     */
    ONE_CORE("the servers have one core, the load generator another");

    private final String words;

    CorePlan(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
