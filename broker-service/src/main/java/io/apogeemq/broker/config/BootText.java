package io.apogeemq.broker.config;

import java.util.List;

/** The line that operators and scripts wait for. */
final class BootText {

    private BootText() {}

    static String of(String brokerName, String address, List<String> namesrvAddr) {
        String line =
                "The broker[%s, %s] boot success. serializeType=JSON"
                        .formatted(brokerName, address);
        return namesrvAddr.isEmpty()
                ? line
                : line + " and name server is " + String.join(";", namesrvAddr);
    }
}
