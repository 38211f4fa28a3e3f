package io.apogeemq.namesrv.endpoint;

import io.apogeemq.common.protocol.KeyValueTable;
import io.apogeemq.common.protocol.RequestCode;
import io.apogeemq.common.protocol.ResponseCode;
import io.apogeemq.common.remoting.Answer;
import io.apogeemq.common.remoting.Command;
import io.apogeemq.common.remoting.Connection;
import io.apogeemq.common.remoting.Fields;
import io.apogeemq.common.remoting.HandlerTable;
import io.apogeemq.common.remoting.Reply;
import io.apogeemq.namesrv.kvconfig.KvConfig;

/** The key-value configuration. Reads are answered at once, writes when they are on the disk. */
final class KvCommands {
    private static final String NAMESPACE = "namespace";
    private static final String KEY = "key";
    private static final String VALUE = "value";

    private final KvConfig kv;
    private final Lane lane;

    KvCommands(KvConfig kv, Lane lane) {
        this.kv = kv;
        this.lane = lane;
    }

    void addTo(HandlerTable.Builder handlers) {
        handlers.on(RequestCode.PUT_KV_CONFIG, this::put)
                .on(RequestCode.GET_KV_CONFIG, this::get)
                .on(RequestCode.DELETE_KV_CONFIG, this::delete)
                .on(RequestCode.GET_KVLIST_BY_NAMESPACE, this::list);
    }

    private void put(Connection connection, Command request, Reply reply) {
        Fields fields = request.fields();
        String namespace = fields.text(NAMESPACE);
        String key = fields.text(KEY);
        if (namespace == null || key == null) {
            reply.fail(ResponseCode.SYSTEM_ERROR, "namespace or key is null");
            return;
        }
        String value = fields.requireText(VALUE);
        lane.answer(
                request,
                reply,
                () -> {
                    kv.put(namespace, key, value);
                    return Answer.of(ResponseCode.SUCCESS);
                });
    }

    private void get(Connection connection, Command request, Reply reply) {
        String namespace = request.fields().requireText(NAMESPACE);
        String key = request.fields().requireText(KEY);
        kv.find(namespace, key)
                .ifPresentOrElse(
                        value -> reply.send(Answer.of(ResponseCode.SUCCESS).field(VALUE, value)),
                        () ->
                                reply.fail(
                                        ResponseCode.QUERY_NOT_FOUND,
                                        "No config item, Namespace: "
                                                + namespace
                                                + " Key: "
                                                + key));
    }

    private void delete(Connection connection, Command request, Reply reply) {
        String namespace = request.fields().text(NAMESPACE);
        String key = request.fields().text(KEY);
        if (namespace == null || key == null) {
            reply.fail(ResponseCode.SYSTEM_ERROR, "namespace or key is null");
            return;
        }
        lane.answer(
                request,
                reply,
                () -> {
                    kv.delete(namespace, key);
                    return Answer.of(ResponseCode.SUCCESS);
                });
    }

    private void list(Connection connection, Command request, Reply reply) {
        String namespace = request.fields().requireText(NAMESPACE);
        if (kv.hasNamespace(namespace)) {
            reply.send(
                    Answer.of(ResponseCode.SUCCESS)
                            .body(new KeyValueTable(kv.keys(namespace)).toJson()));
        } else {
            reply.fail(ResponseCode.QUERY_NOT_FOUND, "No config item, Namespace: " + namespace);
        }
    }
}
