package io.apogeemq.namesrv.routing;

/** A connection that is open until told otherwise. */
final class TestLink implements BrokerLink {
    private boolean open = true;
    private String reason = "";

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close(String why) {
        open = false;
        reason = why;
    }

    String reason() {
        return reason;
    }
}
