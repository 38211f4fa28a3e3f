package io.apogeemq.common.protocol;

import java.util.HashMap;
import java.util.Map;

/**
 * How a request over remoting can end: every response code of the protocol with its meaning. The
 * mapping from outcomes of the port to these codes is made by the classes of this room, one per
 * command.
 */
public final class ResponseCode {

    // Of every service.

    /** Done. */
    public static final int SUCCESS = 0;

    /** Failed for a reason that only the remark tells. */
    public static final int SYSTEM_ERROR = 1;

    /** Too much work; the sender may try elsewhere. */
    public static final int SYSTEM_BUSY = 2;

    /** This port does not know the request code. */
    public static final int REQUEST_CODE_NOT_SUPPORTED = 3;

    /** Legacy, never sent. */
    public static final int TRANSACTION_FAILED = 4;

    /** The server is shutting down; open a new connection and ask once more. */
    public static final int GO_AWAY = 1500;

    // Of sending.

    /** Stored, but not known to be on disk in time. */
    public static final int FLUSH_DISK_TIMEOUT = 10;

    /** Stored, but no slave is in sync; for transactions: this node is a slave. */
    public static final int SLAVE_NOT_AVAILABLE = 11;

    /** Stored, but not known to be replicated in time. */
    public static final int FLUSH_SLAVE_TIMEOUT = 12;

    /** The message breaks a limit or a rule. */
    public static final int MESSAGE_ILLEGAL = 13;

    /** The store takes no writes now. */
    public static final int SERVICE_NOT_AVAILABLE = 14;

    /** The request lacks what newer versions send. */
    public static final int VERSION_NOT_SUPPORTED = 15;

    /** Forbidden by permission bits, access rules or a reserved name. */
    public static final int NO_PERMISSION = 16;

    /** No such topic, or no route to it. */
    public static final int TOPIC_NOT_EXIST = 17;

    /** Legacy, never sent. */
    public static final int TOPIC_EXIST_ALREADY = 18;

    /** A name, number or attribute is out of range. */
    public static final int INVALID_PARAMETER = 29;

    /** Legacy; a producer tries another broker. */
    public static final int NO_BUYER_ID = 204;

    /** Unit mode; a producer tries another broker. */
    public static final int NOT_IN_CURRENT_UNIT = 205;

    /** A mapped queue is asked at the wrong broker. */
    public static final int NOT_LEADER_FOR_QUEUE = 501;

    /** The operation is not allowed in this state. */
    public static final int ILLEGAL_OPERATION = 604;

    /** Too many light queues. */
    public static final int LMQ_QUOTA_EXCEEDED = 2017;

    // Of consuming.

    /** No new message. */
    public static final int PULL_NOT_FOUND = 19;

    /** Nothing matched; pull again from the next offset. */
    public static final int PULL_RETRY_IMMEDIATELY = 20;

    /** The offset is out of range, or was reset. */
    public static final int PULL_OFFSET_MOVED = 21;

    /** Nothing is known under the asked key. */
    public static final int QUERY_NOT_FOUND = 22;

    /** The filter expression cannot be read. */
    public static final int SUBSCRIPTION_PARSE_FAILED = 23;

    /** The group or its subscription is not registered. */
    public static final int SUBSCRIPTION_NOT_EXIST = 24;

    /** The registered subscription is older than the request's. */
    public static final int SUBSCRIPTION_NOT_LATEST = 25;

    /** The group is not defined and is not created by itself. */
    public static final int SUBSCRIPTION_GROUP_NOT_EXIST = 26;

    /** The expression filter is not registered. */
    public static final int FILTER_DATA_NOT_EXIST = 27;

    /** The registered expression filter is stale. */
    public static final int FILTER_DATA_NOT_LATEST = 28;

    /** The group has no connection. */
    public static final int CONSUMER_NOT_ONLINE = 206;

    /** A relayed call to a consumer took too long. */
    public static final int CONSUME_MSG_TIMEOUT = 207;

    /** The acknowledged offset is out of range, or nothing was acknowledged. */
    public static final int NO_MESSAGE = 208;

    /** Too many waiting pops. */
    public static final int POLLING_FULL = 209;

    /** A pop waited in vain. */
    public static final int POLLING_TIMEOUT = 210;

    /** No such broker. */
    public static final int BROKER_NOT_EXIST = 211;

    /** The indexes have not caught up with the log. */
    public static final int BROKER_DISPATCH_NOT_COMPLETE = 212;

    /** The operation makes no sense for a broadcasting group. */
    public static final int BROADCAST_CONSUMPTION = 213;

    /** Reading is throttled; pull again soon. */
    public static final int FLOW_CONTROL = 215;

    /** Too many light subscriptions. */
    public static final int LITE_SUBSCRIPTION_QUOTA_EXCEEDED = 2018;

    // Legacy answers about transactions.

    /** Legacy, never sent. */
    public static final int TRANSACTION_SHOULD_COMMIT = 200;

    /** Legacy, never sent. */
    public static final int TRANSACTION_SHOULD_ROLLBACK = 201;

    /** Legacy, never sent. */
    public static final int TRANSACTION_STATE_UNKNOW = 202;

    /** Legacy, never sent. */
    public static final int TRANSACTION_STATE_GROUP_WRONG = 203;

    // Of controller mode, outside our deployments.

    /** The master's epoch is stale. */
    public static final int CONTROLLER_FENCED_MASTER_EPOCH = 2000;

    /** The in-sync set's epoch is stale. */
    public static final int CONTROLLER_FENCED_SYNC_STATE_SET_EPOCH = 2001;

    /** Not the master. */
    public static final int CONTROLLER_INVALID_MASTER = 2002;

    /** Unknown members. */
    public static final int CONTROLLER_INVALID_REPLICAS = 2003;

    /** No master. */
    public static final int CONTROLLER_MASTER_NOT_AVAILABLE = 2004;

    /** The request makes no sense. */
    public static final int CONTROLLER_INVALID_REQUEST = 2005;

    /** The broker is not alive. */
    public static final int CONTROLLER_BROKER_NOT_ALIVE = 2006;

    /** Not the leading controller. */
    public static final int CONTROLLER_NOT_LEADER = 2007;

    /** Nothing known about the broker. */
    public static final int CONTROLLER_BROKER_METADATA_NOT_EXIST = 2008;

    /** The clean-up is refused. */
    public static final int CONTROLLER_INVALID_CLEAN_BROKER_METADATA = 2009;

    /** The broker must register first. */
    public static final int CONTROLLER_BROKER_NEED_TO_BE_REGISTERED = 2010;

    /** The master is still there. */
    public static final int CONTROLLER_MASTER_STILL_EXIST = 2011;

    /** No master could be elected. */
    public static final int CONTROLLER_ELECT_MASTER_FAILED = 2012;

    /** The in-sync set was not changed. */
    public static final int CONTROLLER_ALTER_SYNC_STATE_SET_FAILED = 2013;

    /** The broker's id is not valid. */
    public static final int CONTROLLER_BROKER_ID_INVALID = 2014;

    /** Failed inside the controller. */
    public static final int CONTROLLER_INTERNAL = 2015;

    /** No live figures of the broker. */
    public static final int CONTROLLER_BROKER_LIVE_INFO_NOT_EXISTS = 2016;

    // Of users and access rules.

    /** No such user. */
    public static final int USER_NOT_EXIST = 3001;

    /** No such rule. */
    public static final int POLICY_NOT_EXIST = 3002;

    // Made by the calling side, never sent by a peer.

    /** A call failed for an unknown reason. */
    public static final int RPC_UNKNOWN = -1000;

    /** A call had no address. */
    public static final int RPC_ADDR_IS_NULL = -1002;

    /** A call could not be written. */
    public static final int RPC_SEND_TO_CHANNEL_FAILED = -1004;

    /** A call was not answered in time. */
    public static final int RPC_TIME_OUT = -1006;

    private static final Map<Integer, String> NAMES = names();

    private ResponseCode() {}

    /**
     * The name of a code, for logs and metrics.
     *
     * @return the name, or {@code UNKNOWN_<code>}
     */
    public static String name(int code) {
        String name = NAMES.get(code);
        return name != null ? name : "UNKNOWN_" + code;
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        names.put(SUCCESS, "SUCCESS");
        names.put(SYSTEM_ERROR, "SYSTEM_ERROR");
        names.put(SYSTEM_BUSY, "SYSTEM_BUSY");
        names.put(REQUEST_CODE_NOT_SUPPORTED, "REQUEST_CODE_NOT_SUPPORTED");
        names.put(TRANSACTION_FAILED, "TRANSACTION_FAILED");
        names.put(GO_AWAY, "GO_AWAY");
        names.put(FLUSH_DISK_TIMEOUT, "FLUSH_DISK_TIMEOUT");
        names.put(SLAVE_NOT_AVAILABLE, "SLAVE_NOT_AVAILABLE");
        names.put(FLUSH_SLAVE_TIMEOUT, "FLUSH_SLAVE_TIMEOUT");
        names.put(MESSAGE_ILLEGAL, "MESSAGE_ILLEGAL");
        names.put(SERVICE_NOT_AVAILABLE, "SERVICE_NOT_AVAILABLE");
        names.put(VERSION_NOT_SUPPORTED, "VERSION_NOT_SUPPORTED");
        names.put(NO_PERMISSION, "NO_PERMISSION");
        names.put(TOPIC_NOT_EXIST, "TOPIC_NOT_EXIST");
        names.put(TOPIC_EXIST_ALREADY, "TOPIC_EXIST_ALREADY");
        names.put(INVALID_PARAMETER, "INVALID_PARAMETER");
        names.put(NO_BUYER_ID, "NO_BUYER_ID");
        names.put(NOT_IN_CURRENT_UNIT, "NOT_IN_CURRENT_UNIT");
        names.put(NOT_LEADER_FOR_QUEUE, "NOT_LEADER_FOR_QUEUE");
        names.put(ILLEGAL_OPERATION, "ILLEGAL_OPERATION");
        names.put(LMQ_QUOTA_EXCEEDED, "LMQ_QUOTA_EXCEEDED");
        names.put(PULL_NOT_FOUND, "PULL_NOT_FOUND");
        names.put(PULL_RETRY_IMMEDIATELY, "PULL_RETRY_IMMEDIATELY");
        names.put(PULL_OFFSET_MOVED, "PULL_OFFSET_MOVED");
        names.put(QUERY_NOT_FOUND, "QUERY_NOT_FOUND");
        names.put(SUBSCRIPTION_PARSE_FAILED, "SUBSCRIPTION_PARSE_FAILED");
        names.put(SUBSCRIPTION_NOT_EXIST, "SUBSCRIPTION_NOT_EXIST");
        names.put(SUBSCRIPTION_NOT_LATEST, "SUBSCRIPTION_NOT_LATEST");
        names.put(SUBSCRIPTION_GROUP_NOT_EXIST, "SUBSCRIPTION_GROUP_NOT_EXIST");
        names.put(FILTER_DATA_NOT_EXIST, "FILTER_DATA_NOT_EXIST");
        names.put(FILTER_DATA_NOT_LATEST, "FILTER_DATA_NOT_LATEST");
        names.put(CONSUMER_NOT_ONLINE, "CONSUMER_NOT_ONLINE");
        names.put(CONSUME_MSG_TIMEOUT, "CONSUME_MSG_TIMEOUT");
        names.put(NO_MESSAGE, "NO_MESSAGE");
        names.put(POLLING_FULL, "POLLING_FULL");
        names.put(POLLING_TIMEOUT, "POLLING_TIMEOUT");
        names.put(BROKER_NOT_EXIST, "BROKER_NOT_EXIST");
        names.put(BROKER_DISPATCH_NOT_COMPLETE, "BROKER_DISPATCH_NOT_COMPLETE");
        names.put(BROADCAST_CONSUMPTION, "BROADCAST_CONSUMPTION");
        names.put(FLOW_CONTROL, "FLOW_CONTROL");
        names.put(LITE_SUBSCRIPTION_QUOTA_EXCEEDED, "LITE_SUBSCRIPTION_QUOTA_EXCEEDED");
        names.put(TRANSACTION_SHOULD_COMMIT, "TRANSACTION_SHOULD_COMMIT");
        names.put(TRANSACTION_SHOULD_ROLLBACK, "TRANSACTION_SHOULD_ROLLBACK");
        names.put(TRANSACTION_STATE_UNKNOW, "TRANSACTION_STATE_UNKNOW");
        names.put(TRANSACTION_STATE_GROUP_WRONG, "TRANSACTION_STATE_GROUP_WRONG");
        names.put(CONTROLLER_FENCED_MASTER_EPOCH, "CONTROLLER_FENCED_MASTER_EPOCH");
        names.put(CONTROLLER_FENCED_SYNC_STATE_SET_EPOCH, "CONTROLLER_FENCED_SYNC_STATE_SET_EPOCH");
        names.put(CONTROLLER_INVALID_MASTER, "CONTROLLER_INVALID_MASTER");
        names.put(CONTROLLER_INVALID_REPLICAS, "CONTROLLER_INVALID_REPLICAS");
        names.put(CONTROLLER_MASTER_NOT_AVAILABLE, "CONTROLLER_MASTER_NOT_AVAILABLE");
        names.put(CONTROLLER_INVALID_REQUEST, "CONTROLLER_INVALID_REQUEST");
        names.put(CONTROLLER_BROKER_NOT_ALIVE, "CONTROLLER_BROKER_NOT_ALIVE");
        names.put(CONTROLLER_NOT_LEADER, "CONTROLLER_NOT_LEADER");
        names.put(CONTROLLER_BROKER_METADATA_NOT_EXIST, "CONTROLLER_BROKER_METADATA_NOT_EXIST");
        names.put(
                CONTROLLER_INVALID_CLEAN_BROKER_METADATA,
                "CONTROLLER_INVALID_CLEAN_BROKER_METADATA");
        names.put(
                CONTROLLER_BROKER_NEED_TO_BE_REGISTERED, "CONTROLLER_BROKER_NEED_TO_BE_REGISTERED");
        names.put(CONTROLLER_MASTER_STILL_EXIST, "CONTROLLER_MASTER_STILL_EXIST");
        names.put(CONTROLLER_ELECT_MASTER_FAILED, "CONTROLLER_ELECT_MASTER_FAILED");
        names.put(CONTROLLER_ALTER_SYNC_STATE_SET_FAILED, "CONTROLLER_ALTER_SYNC_STATE_SET_FAILED");
        names.put(CONTROLLER_BROKER_ID_INVALID, "CONTROLLER_BROKER_ID_INVALID");
        names.put(CONTROLLER_INTERNAL, "CONTROLLER_INTERNAL");
        names.put(CONTROLLER_BROKER_LIVE_INFO_NOT_EXISTS, "CONTROLLER_BROKER_LIVE_INFO_NOT_EXISTS");
        names.put(USER_NOT_EXIST, "USER_NOT_EXIST");
        names.put(POLICY_NOT_EXIST, "POLICY_NOT_EXIST");
        names.put(RPC_UNKNOWN, "RPC_UNKNOWN");
        names.put(RPC_ADDR_IS_NULL, "RPC_ADDR_IS_NULL");
        names.put(RPC_SEND_TO_CHANNEL_FAILED, "RPC_SEND_TO_CHANNEL_FAILED");
        names.put(RPC_TIME_OUT, "RPC_TIME_OUT");
        return Map.copyOf(names);
    }
}
