package io.apogeemq.common.protocol.namesrv;

import io.apogeemq.common.json.JsonReader;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Request;
import io.apogeemq.common.remoting.Response;
import io.apogeemq.common.route.DataVersion;
import org.jspecify.annotations.Nullable;

/**
 * QUERY_DATA_VERSION: a broker asks whether a NameServer has its latest topics.
 *
 * @param changed whether the NameServer has none or others
 * @param stored the version that it has; null for none
 */
public record QueryDataVersion(boolean changed, @Nullable DataVersion stored) {

    /** The question. */
    public static Request toRequest(BrokerIdentity broker, DataVersion version) {
        return broker.toRequest(RequestCode.QUERY_DATA_VERSION).body(version.toJson());
    }

    /** Reads a successful answer. */
    public static QueryDataVersion read(Response response) {
        return new QueryDataVersion(
                response.typedFields().booleanOr("changed", true),
                response.body().length == 0
                        ? null
                        : DataVersion.read(JsonReader.parseObject(response.body())));
    }

    /** The answer. */
    public Answer toAnswer() {
        Answer answer = Answer.of(ResponseCode.SUCCESS).field("changed", changed);
        return stored == null ? answer : answer.body(stored.toJson());
    }
}
