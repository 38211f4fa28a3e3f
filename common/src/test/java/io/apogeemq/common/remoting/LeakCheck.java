package io.apogeemq.common.remoting;

import io.netty.util.LeakPresenceDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a network buffer unreleased. Counts exactly instead of waiting for the
 * garbage collector; which detector Netty uses is set for the whole test process in the pom.
 */
final class LeakCheck implements BeforeAllCallback, AfterEachCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Object detector =
                ResourceLeakDetectorFactory.instance().newResourceLeakDetector(LeakCheck.class, 1);
        if (!(detector instanceof LeakPresenceDetector)) {
            throw new IllegalStateException(
                    "run with -Dio.netty.customResourceLeakDetector="
                            + LeakPresenceDetector.class.getName());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        // Once only: the check forgets what it has reported. The fixture has waited for its loops.
        LeakPresenceDetector.check();
    }
}
