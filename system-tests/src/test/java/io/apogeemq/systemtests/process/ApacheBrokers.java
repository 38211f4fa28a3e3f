package io.apogeemq.systemtests.process;

/** Apache's brokers that register with our NameServer, as while a cluster is moved over. */
final class ApacheBrokers implements ServerFamily {

    private final ServerFamily nameServers = new ApogeeServers();
    private final ServerFamily brokers = new ApacheServers();

    @Override
    public Launch launch(Settings settings) {
        return switch (settings.role()) {
            case NAME_SERVER -> nameServers.launch(settings);
            case BROKER -> brokers.launch(settings);
        };
    }

    @Override
    public boolean isApogee() {
        return false;
    }
}
