package io.apogeemq.broker.group;

import io.apogeemq.broker.state.ValueReader;
import io.apogeemq.broker.state.ValueWriter;
import io.apogeemq.common.route.DataVersion;
import io.apogeemq.common.route.SubscriptionGroupConfig;

/**
 * The records of groups. All begin with the version of the table that the record makes: int64
 * timestamp in ms since the epoch, int64 counter.
 *
 * <table>
 *   <caption>What follows, since version 1</caption>
 *   <tr><th>kind</th><th>meaning</th><th>fields</th></tr>
 *   <tr><td>1</td><td>a group as it is now</td><td>text: the classic JSON form</td></tr>
 *   <tr><td>2</td><td>a group was deleted, with what it was forbidden</td><td>text: name</td></tr>
 *   <tr><td>3</td><td>what a group may not do with a topic</td>
 *       <td>text: group; text: topic; int32: bits, 1 for reading</td></tr>
 * </table>
 */
final class GroupRecords {

    static final int GROUP = 1;
    static final int DELETED = 2;
    static final int FORBIDDEN = 3;

    private GroupRecords() {}

    static ValueWriter group(DataVersion version, SubscriptionGroupConfig group) {
        return version(version).putText(group.toJson());
    }

    static ValueWriter deleted(DataVersion version, String group) {
        return version(version).putText(group);
    }

    static ValueWriter forbidden(DataVersion version, String group, String topic, int bits) {
        return version(version).putText(group).putText(topic).putInt(bits);
    }

    private static ValueWriter version(DataVersion version) {
        return new ValueWriter().putLong(version.timestamp()).putLong(version.counter());
    }

    static DataVersion readVersion(ValueReader reader) {
        return new DataVersion(0, reader.takeLong(), reader.takeLong());
    }

    static SubscriptionGroupConfig readGroup(ValueReader reader) {
        return SubscriptionGroupConfig.parse(reader.takeText());
    }
}
