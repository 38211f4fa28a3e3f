package io.apogeemq.broker.config;

import io.apogeemq.broker.log.CorruptLogException;
import io.apogeemq.broker.log.StoreInUseException;
import io.apogeemq.common.boot.ServiceStarter;
import io.apogeemq.common.boot.StartRefused;
import io.apogeemq.common.remoting.PortInUseException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts and stops the broker with its Spring context. */
final class BrokerLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLifecycle.class);

    private final RunningBroker.Recipe recipe;
    private volatile @Nullable RunningBroker broker;

    BrokerLifecycle(RunningBroker.Recipe recipe) {
        this.recipe = recipe;
    }

    @Override
    public void start() {
        try {
            broker = RunningBroker.start(recipe);
        } catch (PortInUseException e) {
            throw PortCheck.taken(String.valueOf(e.getMessage()), e);
        } catch (StoreInUseException e) {
            throw new StartRefused(StartRefused.NOT_INITIALISED, String.valueOf(e.getMessage()), e);
        } catch (CorruptLogException e) {
            throw new StartRefused(
                    StartRefused.NOT_INITIALISED,
                    "The store cannot be opened: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new StartRefused(
                    StartRefused.NOT_INITIALISED,
                    "The store %s cannot be opened: %s"
                            .formatted(
                                    recipe.properties().store().directoryOrDefault(),
                                    e.getMessage()),
                    e);
        }
    }

    /** The broker while it runs, null before and afterwards. */
    @Nullable RunningBroker broker() {
        return broker;
    }

    @Override
    public void stop() {
        RunningBroker running = broker;
        broker = null;
        if (running != null) {
            running.close();
            LOG.info("The broker has stopped");
        }
    }

    @Override
    public boolean isRunning() {
        return broker != null;
    }

    @Override
    public int getPhase() {
        return ServiceStarter.DOORS_PHASE;
    }
}
