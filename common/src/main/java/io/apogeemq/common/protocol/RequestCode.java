package io.apogeemq.common.protocol;

import java.util.HashMap;
import java.util.Map;

/**
 * What can be asked over remoting: every request code of the protocol with its meaning, those that
 * no server of ours serves included, so that logs and answers can name them. Which service answers
 * which code is said by that service's handler table, not here.
 */
public final class RequestCode {

    // What a plain producer or consumer asks.

    /** Stores one message; long field names. */
    public static final int SEND_MESSAGE = 10;

    /** Reads from one queue, waiting for new messages when the suspend flag is set. */
    public static final int PULL_MESSAGE = 11;

    /** Looks messages up by topic and key. */
    public static final int QUERY_MESSAGE = 12;

    /** Asks for a group's committed offset in one queue. */
    public static final int QUERY_CONSUMER_OFFSET = 14;

    /** Commits a group's offset in one queue; mostly one-way. */
    public static final int UPDATE_CONSUMER_OFFSET = 15;

    /** Finds the offset that belongs to a store time. */
    public static final int SEARCH_OFFSET_BY_TIMESTAMP = 29;

    /** Asks for the end of one queue. */
    public static final int GET_MAX_OFFSET = 30;

    /** Asks for the first kept offset of one queue. */
    public static final int GET_MIN_OFFSET = 31;

    /** Asks when the first kept message of a queue was stored. */
    public static final int GET_EARLIEST_MSG_STORETIME = 32;

    /** Reads one message by its position in the commit log. */
    public static final int VIEW_MESSAGE_BY_ID = 33;

    /** Tells which producer and consumer groups live on this connection. */
    public static final int HEART_BEAT = 34;

    /** Takes a client out of its groups. */
    public static final int UNREGISTER_CLIENT = 35;

    /** Hands a message back for a later attempt. */
    public static final int CONSUMER_SEND_MSG_BACK = 36;

    /** Commits or rolls back a half message. */
    public static final int END_TRANSACTION = 37;

    /** Asks for the client ids of a consumer group. */
    public static final int GET_CONSUMER_LIST_BY_GROUP = 38;

    /** Locks queues for orderly consumption. */
    public static final int LOCK_BATCH_MQ = 41;

    /** Gives locked queues back. */
    public static final int UNLOCK_BATCH_MQ = 42;

    /** Lets the broker check a subscription before it is used. */
    public static final int CHECK_CLIENT_CONFIG = 46;

    /** Stores one message; one-letter field names. */
    public static final int SEND_MESSAGE_V2 = 310;

    /** Stores many messages of one queue at once; one-letter field names. */
    public static final int SEND_BATCH_MESSAGE = 320;

    /** Sends the answer of a request-reply pair; long field names. */
    public static final int SEND_REPLY_MESSAGE = 324;

    /** Sends the answer of a request-reply pair; one-letter field names. */
    public static final int SEND_REPLY_MESSAGE_V2 = 325;

    /** Reads from one queue for a consumer without a registered subscription. */
    public static final int LITE_PULL_MESSAGE = 361;

    /** Takes a delayed message back before it is due. */
    public static final int RECALL_MESSAGE = 370;

    // What a server asks a client.

    /** Asks a producer how its transaction ended; always one-way. */
    public static final int CHECK_TRANSACTION_STATE = 39;

    /** Tells a consumer that its group changed; always one-way. */
    public static final int NOTIFY_CONSUMER_IDS_CHANGED = 40;

    /** Tells a consumer to go on from other offsets. */
    public static final int RESET_CONSUMER_CLIENT_OFFSET = 220;

    /** Asks a consumer for its offsets. */
    public static final int GET_CONSUMER_STATUS_FROM_CLIENT = 221;

    /** Asks a consumer for its state; relayed by the broker. */
    public static final int GET_CONSUMER_RUNNING_INFO = 307;

    /** Has a consumer consume one given message; relayed by the broker. */
    public static final int CONSUME_MESSAGE_DIRECTLY = 309;

    /** Brings a reply to the requester's connection. */
    public static final int PUSH_REPLY_MESSAGE_TO_CLIENT = 326;

    /** Tells a client that its light subscription ended. */
    public static final int NOTIFY_UNSUBSCRIBE_LITE = 200073;

    // Pop consumption.

    /** Asks the broker which queues a client shall consume. */
    public static final int QUERY_ASSIGNMENT = 400;

    /** Sets pull or pop for a topic and group. */
    public static final int SET_MESSAGE_REQUEST_MODE = 401;

    /** Reads the table of request modes. */
    public static final int GET_ALL_MESSAGE_REQUEST_MODE = 402;

    /** Reads messages under a lease, without owning a queue. */
    public static final int POP_MESSAGE = 200050;

    /** Acknowledges one popped message. */
    public static final int ACK_MESSAGE = 200051;

    /** Looks at messages without a lease. */
    public static final int PEEK_MESSAGE = 200052;

    /** Moves the end of a popped message's lease. */
    public static final int CHANGE_MESSAGE_INVISIBLETIME = 200053;

    /** Waits until a pop would find something. */
    public static final int NOTIFICATION = 200054;

    /** Asks how many pops wait on a queue. */
    public static final int POLLING_INFO = 200055;

    /** Moves engine-specific pop state back to files. */
    public static final int POP_ROLLBACK = 200056;

    /** Pops from the light topics of a client. */
    public static final int POP_LITE_MESSAGE = 200070;

    /** Changes light subscriptions. */
    public static final int LITE_SUBSCRIPTION_CTL = 200071;

    /** Reserved number; light messages are acknowledged by ACK_MESSAGE. */
    public static final int ACK_LITE_MESSAGE = 200072;

    /** Acknowledges many popped messages. */
    public static final int BATCH_ACK_MESSAGE = 200151;

    // What brokers, tools and clients ask the NameServer.

    /** Sets one key of a namespace. */
    public static final int PUT_KV_CONFIG = 100;

    /** Reads one key of a namespace. */
    public static final int GET_KV_CONFIG = 101;

    /** Removes one key of a namespace. */
    public static final int DELETE_KV_CONFIG = 102;

    /** Announces a broker with its topics. */
    public static final int REGISTER_BROKER = 103;

    /** Takes a broker out. */
    public static final int UNREGISTER_BROKER = 104;

    /** Asks where a topic lives. */
    public static final int GET_ROUTEINFO_BY_TOPIC = 105;

    /** Asks for all clusters and brokers. */
    public static final int GET_BROKER_CLUSTER_INFO = 106;

    /** Takes write permission off all topics of a broker. */
    public static final int WIPE_WRITE_PERM_OF_BROKER = 205;

    /** Lists all topics. */
    public static final int GET_ALL_TOPIC_LIST_FROM_NAMESERVER = 206;

    /** Drops the routes of a topic. */
    public static final int DELETE_TOPIC_IN_NAMESRV = 216;

    /** Adds routes of a topic by hand. */
    public static final int REGISTER_TOPIC_IN_NAMESRV = 217;

    /** Reads a whole namespace. */
    public static final int GET_KVLIST_BY_NAMESPACE = 219;

    /** Lists the topics of a cluster. */
    public static final int GET_TOPICS_BY_CLUSTER = 224;

    /** Lists cluster and broker names, which name system topics. */
    public static final int GET_SYSTEM_TOPIC_LIST_FROM_NS = 304;

    /** Lists topics with the unit bit. */
    public static final int GET_UNIT_TOPIC_LIST = 311;

    /** Lists topics with the unit subscription bit. */
    public static final int GET_HAS_UNIT_SUB_TOPIC_LIST = 312;

    /** Lists topics with the unit subscription bit but not the unit bit. */
    public static final int GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST = 313;

    /** Changes NameServer settings at run time. */
    public static final int UPDATE_NAMESRV_CONFIG = 318;

    /** Reads the NameServer's settings. */
    public static final int GET_NAMESRV_CONFIG = 319;

    /** Asks whether a broker's topics changed since a version. */
    public static final int QUERY_DATA_VERSION = 322;

    /** Gives write permission back to the topics of a broker. */
    public static final int ADD_WRITE_PERM_OF_BROKER = 327;

    /** Asks who is alive in a broker group. */
    public static final int GET_BROKER_MEMBER_GROUP = 901;

    /** Keeps a broker alive without registering it; always one-way. */
    public static final int BROKER_HEARTBEAT = 904;

    /** Tells brokers that their group's smallest id changed; always one-way. */
    public static final int NOTIFY_MIN_BROKER_ID_CHANGE = 905;

    // Between brokers.

    /** Reads all topics of the master. */
    public static final int GET_ALL_TOPIC_CONFIG = 21;

    /** Reads all committed offsets of the master. */
    public static final int GET_ALL_CONSUMER_OFFSET = 43;

    /** Reads the progress of the master's delay levels. */
    public static final int GET_ALL_DELAY_OFFSET = 45;

    /** Reads the master's timer progress. */
    public static final int GET_TIMER_CHECK_POINT = 60;

    /** Reads the master's pending timers per topic. */
    public static final int GET_TIMER_METRICS = 61;

    /** Reads all groups of the master. */
    public static final int GET_ALL_SUBSCRIPTIONGROUP_CONFIG = 201;

    /** Exchanges replication addresses and positions. */
    public static final int EXCHANGE_BROKER_HA_INFO = 906;

    // What operators ask a broker.

    /** Creates or alters one topic. */
    public static final int UPDATE_AND_CREATE_TOPIC = 17;

    /** Creates or alters many topics. */
    public static final int UPDATE_AND_CREATE_TOPIC_LIST = 18;

    /** Changes broker settings at run time. */
    public static final int UPDATE_BROKER_CONFIG = 25;

    /** Reads the broker's settings. */
    public static final int GET_BROKER_CONFIG = 26;

    /** Reads run-time figures. */
    public static final int GET_BROKER_RUNTIME_INFO = 28;

    /** Creates or alters one group. */
    public static final int UPDATE_AND_CREATE_SUBSCRIPTIONGROUP = 200;

    /** Reads the bounds of a topic's queues. */
    public static final int GET_TOPIC_STATS_INFO = 202;

    /** Lists the connections of a consumer group. */
    public static final int GET_CONSUMER_CONNECTION_LIST = 203;

    /** Lists the connections of a producer group. */
    public static final int GET_PRODUCER_CONNECTION_LIST = 204;

    /** Deletes one group. */
    public static final int DELETE_SUBSCRIPTIONGROUP = 207;

    /** Reads a group's lag per queue. */
    public static final int GET_CONSUME_STATS = 208;

    /** Deletes one topic. */
    public static final int DELETE_TOPIC_IN_BROKER = 215;

    /** Resets a group's offsets. */
    public static final int INVOKE_BROKER_TO_RESET_OFFSET = 222;

    /** Reads the offsets of a group's clients. */
    public static final int INVOKE_BROKER_TO_GET_CONSUMER_STATUS = 223;

    /** Creates or alters many groups. */
    public static final int UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST = 225;

    /** Lists the groups of a topic. */
    public static final int QUERY_TOPIC_CONSUME_BY_WHO = 300;

    /** Reads how far in time a group is behind. */
    public static final int QUERY_CONSUME_TIME_SPAN = 303;

    /** Lists the broker's system topics. */
    public static final int GET_SYSTEM_TOPIC_LIST_FROM_BROKER = 305;

    /** Deletes index data of deleted log. */
    public static final int CLEAN_EXPIRED_CONSUMEQUEUE = 306;

    /** Compares the offsets of groups. */
    public static final int QUERY_CORRECTION_OFFSET = 308;

    /** Copies offsets from group to group. */
    public static final int CLONE_GROUP_OFFSET = 314;

    /** Reads one statistic. */
    public static final int VIEW_BROKER_STATS_DATA = 315;

    /** Deletes index data of deleted topics. */
    public static final int CLEAN_UNUSED_TOPIC = 316;

    /** Reads the lag of all groups. */
    public static final int GET_BROKER_CONSUME_STATS = 317;

    /** Shows entries of a queue's index. */
    public static final int QUERY_CONSUME_QUEUE = 321;

    /** Puts a given-up half message back under check. */
    public static final int RESUME_CHECK_HALF_MESSAGE = 323;

    /** Lists all producers. */
    public static final int GET_ALL_PRODUCER_INFO = 328;

    /** Deletes expired log at once. */
    public static final int DELETE_EXPIRED_COMMITLOG = 329;

    /** Lists the topics of a group. */
    public static final int QUERY_TOPICS_BY_CONSUMER = 343;

    /** Reads a group's subscription to a topic. */
    public static final int QUERY_SUBSCRIPTION_BY_CONSUMER = 345;

    /** Reads one topic's definition. */
    public static final int GET_TOPIC_CONFIG = 351;

    /** Reads one group's definition. */
    public static final int GET_SUBSCRIPTIONGROUP_CONFIG = 352;

    /** Switches a group's reading of one topic. */
    public static final int UPDATE_AND_GET_GROUP_FORBIDDEN = 353;

    /** Checks an engine-specific index. */
    public static final int CHECK_ROCKSDB_CQ_WRITE_PROGRESS = 354;

    /** Exports engine-specific definitions. */
    public static final int EXPORT_ROCKSDB_CONFIG_TO_JSON = 355;

    /** Creates or alters a topic with mapped queues. */
    public static final int UPDATE_AND_CREATE_STATIC_TOPIC = 513;

    /** Adds a broker to a broker container. */
    public static final int ADD_BROKER = 902;

    /** Removes a broker from a broker container. */
    public static final int REMOVE_BROKER = 903;

    /** Reads the state of replication. */
    public static final int GET_BROKER_HA_STATUS = 907;

    /** Sets the flush offset that a slave believes in. */
    public static final int RESET_MASTER_FLUSH_OFFSET = 908;

    /** Limits a group's reading of cold data. */
    public static final int UPDATE_COLD_DATA_FLOW_CTR_CONFIG = 2001;

    /** Lifts such a limit. */
    public static final int REMOVE_COLD_DATA_FLOW_CTR_CONFIG = 2002;

    /** Reads such limits. */
    public static final int GET_COLD_DATA_FLOW_CTR_INFO = 2003;

    /** Sets the read-ahead hint of the log. */
    public static final int SET_COMMITLOG_READ_MODE = 2004;

    /** Switches an engine-specific timer. */
    public static final int SWITCH_TIMER_ENGINE = 5001;

    /** Deletes many topics. */
    public static final int DELETE_TOPIC_IN_BROKER_LIST = 5002;

    /** Deletes many groups. */
    public static final int DELETE_SUBSCRIPTION_GROUP_LIST = 5003;

    /** Reads the broker's figures about light topics. */
    public static final int GET_BROKER_LITE_INFO = 200074;

    /** Reads the figures of a light topic's parent. */
    public static final int GET_PARENT_TOPIC_INFO = 200075;

    /** Reads the figures of one light topic. */
    public static final int GET_LITE_TOPIC_INFO = 200076;

    /** Reads the light subscriptions of a client. */
    public static final int GET_LITE_CLIENT_INFO = 200077;

    /** Reads a group's lag in light topics. */
    public static final int GET_LITE_GROUP_INFO = 200078;

    /** Wakes the readers of light topics. */
    public static final int TRIGGER_LITE_DISPATCH = 200079;

    // Users and access rules.

    /** Creates a user. */
    public static final int AUTH_CREATE_USER = 3001;

    /** Changes a user. */
    public static final int AUTH_UPDATE_USER = 3002;

    /** Deletes a user. */
    public static final int AUTH_DELETE_USER = 3003;

    /** Reads a user. */
    public static final int AUTH_GET_USER = 3004;

    /** Lists users. */
    public static final int AUTH_LIST_USER = 3005;

    /** Creates the rules of a subject. */
    public static final int AUTH_CREATE_ACL = 3006;

    /** Changes the rules of a subject. */
    public static final int AUTH_UPDATE_ACL = 3007;

    /** Deletes rules of a subject. */
    public static final int AUTH_DELETE_ACL = 3008;

    /** Reads the rules of a subject. */
    public static final int AUTH_GET_ACL = 3009;

    /** Lists rules. */
    public static final int AUTH_LIST_ACL = 3010;

    // Controller mode, outside our deployments.

    /** Reads a broker's epochs. */
    public static final int GET_BROKER_EPOCH_CACHE = 1007;

    /** Tells a broker its new role. */
    public static final int NOTIFY_BROKER_ROLE_CHANGED = 1008;

    // Numbers without a service: every server answers "not supported".

    /** Dead number. */
    public static final int QUERY_BROKER_OFFSET = 13;

    /** Dead number. */
    public static final int GET_TOPIC_CONFIG_LIST = 22;

    /** Dead number. */
    public static final int GET_TOPIC_NAME_LIST = 23;

    /** Dead number. */
    public static final int TRIGGER_DELETE_FILES = 27;

    /** Dead number. */
    public static final int GET_CLIENT_CONFIG = 47;

    /** Dead number. */
    public static final int SUSPEND_CONSUMER = 209;

    /** Dead number. */
    public static final int RESUME_CONSUMER = 210;

    /** Dead number. */
    public static final int RESET_CONSUMER_OFFSET_IN_CONSUMER = 211;

    /** Dead number. */
    public static final int RESET_CONSUMER_OFFSET_IN_BROKER = 212;

    /** Dead number. */
    public static final int ADJUST_CONSUMER_THREAD_POOL = 213;

    /** Dead number. */
    public static final int WHO_CONSUME_THE_MESSAGE = 214;

    /** Removed feature. */
    public static final int REGISTER_FILTER_SERVER = 301;

    /** Removed feature. */
    public static final int REGISTER_MESSAGE_FILTER_CLASS = 302;

    /** What the binary header form loses of the codes from 200050 on. */
    private static final int CUT_PREFIX = POP_MESSAGE & 0xFFFF0000;

    private static final Map<Integer, String> NAMES = names();

    private RequestCode() {}

    /**
     * The name of a code, for logs and metrics.
     *
     * @return the name, or {@code UNKNOWN_<code>}
     */
    public static String name(int code) {
        String name = NAMES.get(code);
        return name != null ? name : "UNKNOWN_" + code;
    }

    /**
     * The code that a sender of the binary header form meant. That form has 16 bits for the code,
     * so the pop family (200050 and up) arrives cut to its low half; no genuine code lies between
     * 3011 and 5000, so the cut numbers are unambiguous. Every other code comes back as it is.
     *
     * @param code the code as read from a binary header, sign extended
     */
    public static int ofBinaryHeader(int code) {
        int whole = CUT_PREFIX | (code & 0xFFFF);
        return NAMES.containsKey(code) || !NAMES.containsKey(whole) ? code : whole;
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        names.put(SEND_MESSAGE, "SEND_MESSAGE");
        names.put(PULL_MESSAGE, "PULL_MESSAGE");
        names.put(QUERY_MESSAGE, "QUERY_MESSAGE");
        names.put(QUERY_CONSUMER_OFFSET, "QUERY_CONSUMER_OFFSET");
        names.put(UPDATE_CONSUMER_OFFSET, "UPDATE_CONSUMER_OFFSET");
        names.put(SEARCH_OFFSET_BY_TIMESTAMP, "SEARCH_OFFSET_BY_TIMESTAMP");
        names.put(GET_MAX_OFFSET, "GET_MAX_OFFSET");
        names.put(GET_MIN_OFFSET, "GET_MIN_OFFSET");
        names.put(GET_EARLIEST_MSG_STORETIME, "GET_EARLIEST_MSG_STORETIME");
        names.put(VIEW_MESSAGE_BY_ID, "VIEW_MESSAGE_BY_ID");
        names.put(HEART_BEAT, "HEART_BEAT");
        names.put(UNREGISTER_CLIENT, "UNREGISTER_CLIENT");
        names.put(CONSUMER_SEND_MSG_BACK, "CONSUMER_SEND_MSG_BACK");
        names.put(END_TRANSACTION, "END_TRANSACTION");
        names.put(GET_CONSUMER_LIST_BY_GROUP, "GET_CONSUMER_LIST_BY_GROUP");
        names.put(LOCK_BATCH_MQ, "LOCK_BATCH_MQ");
        names.put(UNLOCK_BATCH_MQ, "UNLOCK_BATCH_MQ");
        names.put(CHECK_CLIENT_CONFIG, "CHECK_CLIENT_CONFIG");
        names.put(SEND_MESSAGE_V2, "SEND_MESSAGE_V2");
        names.put(SEND_BATCH_MESSAGE, "SEND_BATCH_MESSAGE");
        names.put(SEND_REPLY_MESSAGE, "SEND_REPLY_MESSAGE");
        names.put(SEND_REPLY_MESSAGE_V2, "SEND_REPLY_MESSAGE_V2");
        names.put(LITE_PULL_MESSAGE, "LITE_PULL_MESSAGE");
        names.put(RECALL_MESSAGE, "RECALL_MESSAGE");
        names.put(CHECK_TRANSACTION_STATE, "CHECK_TRANSACTION_STATE");
        names.put(NOTIFY_CONSUMER_IDS_CHANGED, "NOTIFY_CONSUMER_IDS_CHANGED");
        names.put(RESET_CONSUMER_CLIENT_OFFSET, "RESET_CONSUMER_CLIENT_OFFSET");
        names.put(GET_CONSUMER_STATUS_FROM_CLIENT, "GET_CONSUMER_STATUS_FROM_CLIENT");
        names.put(GET_CONSUMER_RUNNING_INFO, "GET_CONSUMER_RUNNING_INFO");
        names.put(CONSUME_MESSAGE_DIRECTLY, "CONSUME_MESSAGE_DIRECTLY");
        names.put(PUSH_REPLY_MESSAGE_TO_CLIENT, "PUSH_REPLY_MESSAGE_TO_CLIENT");
        names.put(NOTIFY_UNSUBSCRIBE_LITE, "NOTIFY_UNSUBSCRIBE_LITE");
        names.put(QUERY_ASSIGNMENT, "QUERY_ASSIGNMENT");
        names.put(SET_MESSAGE_REQUEST_MODE, "SET_MESSAGE_REQUEST_MODE");
        names.put(GET_ALL_MESSAGE_REQUEST_MODE, "GET_ALL_MESSAGE_REQUEST_MODE");
        names.put(POP_MESSAGE, "POP_MESSAGE");
        names.put(ACK_MESSAGE, "ACK_MESSAGE");
        names.put(PEEK_MESSAGE, "PEEK_MESSAGE");
        names.put(CHANGE_MESSAGE_INVISIBLETIME, "CHANGE_MESSAGE_INVISIBLETIME");
        names.put(NOTIFICATION, "NOTIFICATION");
        names.put(POLLING_INFO, "POLLING_INFO");
        names.put(POP_ROLLBACK, "POP_ROLLBACK");
        names.put(POP_LITE_MESSAGE, "POP_LITE_MESSAGE");
        names.put(LITE_SUBSCRIPTION_CTL, "LITE_SUBSCRIPTION_CTL");
        names.put(ACK_LITE_MESSAGE, "ACK_LITE_MESSAGE");
        names.put(BATCH_ACK_MESSAGE, "BATCH_ACK_MESSAGE");
        names.put(PUT_KV_CONFIG, "PUT_KV_CONFIG");
        names.put(GET_KV_CONFIG, "GET_KV_CONFIG");
        names.put(DELETE_KV_CONFIG, "DELETE_KV_CONFIG");
        names.put(REGISTER_BROKER, "REGISTER_BROKER");
        names.put(UNREGISTER_BROKER, "UNREGISTER_BROKER");
        names.put(GET_ROUTEINFO_BY_TOPIC, "GET_ROUTEINFO_BY_TOPIC");
        names.put(GET_BROKER_CLUSTER_INFO, "GET_BROKER_CLUSTER_INFO");
        names.put(WIPE_WRITE_PERM_OF_BROKER, "WIPE_WRITE_PERM_OF_BROKER");
        names.put(GET_ALL_TOPIC_LIST_FROM_NAMESERVER, "GET_ALL_TOPIC_LIST_FROM_NAMESERVER");
        names.put(DELETE_TOPIC_IN_NAMESRV, "DELETE_TOPIC_IN_NAMESRV");
        names.put(REGISTER_TOPIC_IN_NAMESRV, "REGISTER_TOPIC_IN_NAMESRV");
        names.put(GET_KVLIST_BY_NAMESPACE, "GET_KVLIST_BY_NAMESPACE");
        names.put(GET_TOPICS_BY_CLUSTER, "GET_TOPICS_BY_CLUSTER");
        names.put(GET_SYSTEM_TOPIC_LIST_FROM_NS, "GET_SYSTEM_TOPIC_LIST_FROM_NS");
        names.put(GET_UNIT_TOPIC_LIST, "GET_UNIT_TOPIC_LIST");
        names.put(GET_HAS_UNIT_SUB_TOPIC_LIST, "GET_HAS_UNIT_SUB_TOPIC_LIST");
        names.put(GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST, "GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST");
        names.put(UPDATE_NAMESRV_CONFIG, "UPDATE_NAMESRV_CONFIG");
        names.put(GET_NAMESRV_CONFIG, "GET_NAMESRV_CONFIG");
        names.put(QUERY_DATA_VERSION, "QUERY_DATA_VERSION");
        names.put(ADD_WRITE_PERM_OF_BROKER, "ADD_WRITE_PERM_OF_BROKER");
        names.put(GET_BROKER_MEMBER_GROUP, "GET_BROKER_MEMBER_GROUP");
        names.put(BROKER_HEARTBEAT, "BROKER_HEARTBEAT");
        names.put(NOTIFY_MIN_BROKER_ID_CHANGE, "NOTIFY_MIN_BROKER_ID_CHANGE");
        names.put(GET_ALL_TOPIC_CONFIG, "GET_ALL_TOPIC_CONFIG");
        names.put(GET_ALL_CONSUMER_OFFSET, "GET_ALL_CONSUMER_OFFSET");
        names.put(GET_ALL_DELAY_OFFSET, "GET_ALL_DELAY_OFFSET");
        names.put(GET_TIMER_CHECK_POINT, "GET_TIMER_CHECK_POINT");
        names.put(GET_TIMER_METRICS, "GET_TIMER_METRICS");
        names.put(GET_ALL_SUBSCRIPTIONGROUP_CONFIG, "GET_ALL_SUBSCRIPTIONGROUP_CONFIG");
        names.put(EXCHANGE_BROKER_HA_INFO, "EXCHANGE_BROKER_HA_INFO");
        names.put(UPDATE_AND_CREATE_TOPIC, "UPDATE_AND_CREATE_TOPIC");
        names.put(UPDATE_AND_CREATE_TOPIC_LIST, "UPDATE_AND_CREATE_TOPIC_LIST");
        names.put(UPDATE_BROKER_CONFIG, "UPDATE_BROKER_CONFIG");
        names.put(GET_BROKER_CONFIG, "GET_BROKER_CONFIG");
        names.put(GET_BROKER_RUNTIME_INFO, "GET_BROKER_RUNTIME_INFO");
        names.put(UPDATE_AND_CREATE_SUBSCRIPTIONGROUP, "UPDATE_AND_CREATE_SUBSCRIPTIONGROUP");
        names.put(GET_TOPIC_STATS_INFO, "GET_TOPIC_STATS_INFO");
        names.put(GET_CONSUMER_CONNECTION_LIST, "GET_CONSUMER_CONNECTION_LIST");
        names.put(GET_PRODUCER_CONNECTION_LIST, "GET_PRODUCER_CONNECTION_LIST");
        names.put(DELETE_SUBSCRIPTIONGROUP, "DELETE_SUBSCRIPTIONGROUP");
        names.put(GET_CONSUME_STATS, "GET_CONSUME_STATS");
        names.put(DELETE_TOPIC_IN_BROKER, "DELETE_TOPIC_IN_BROKER");
        names.put(INVOKE_BROKER_TO_RESET_OFFSET, "INVOKE_BROKER_TO_RESET_OFFSET");
        names.put(INVOKE_BROKER_TO_GET_CONSUMER_STATUS, "INVOKE_BROKER_TO_GET_CONSUMER_STATUS");
        names.put(
                UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST,
                "UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST");
        names.put(QUERY_TOPIC_CONSUME_BY_WHO, "QUERY_TOPIC_CONSUME_BY_WHO");
        names.put(QUERY_CONSUME_TIME_SPAN, "QUERY_CONSUME_TIME_SPAN");
        names.put(GET_SYSTEM_TOPIC_LIST_FROM_BROKER, "GET_SYSTEM_TOPIC_LIST_FROM_BROKER");
        names.put(CLEAN_EXPIRED_CONSUMEQUEUE, "CLEAN_EXPIRED_CONSUMEQUEUE");
        names.put(QUERY_CORRECTION_OFFSET, "QUERY_CORRECTION_OFFSET");
        names.put(CLONE_GROUP_OFFSET, "CLONE_GROUP_OFFSET");
        names.put(VIEW_BROKER_STATS_DATA, "VIEW_BROKER_STATS_DATA");
        names.put(CLEAN_UNUSED_TOPIC, "CLEAN_UNUSED_TOPIC");
        names.put(GET_BROKER_CONSUME_STATS, "GET_BROKER_CONSUME_STATS");
        names.put(QUERY_CONSUME_QUEUE, "QUERY_CONSUME_QUEUE");
        names.put(RESUME_CHECK_HALF_MESSAGE, "RESUME_CHECK_HALF_MESSAGE");
        names.put(GET_ALL_PRODUCER_INFO, "GET_ALL_PRODUCER_INFO");
        names.put(DELETE_EXPIRED_COMMITLOG, "DELETE_EXPIRED_COMMITLOG");
        names.put(QUERY_TOPICS_BY_CONSUMER, "QUERY_TOPICS_BY_CONSUMER");
        names.put(QUERY_SUBSCRIPTION_BY_CONSUMER, "QUERY_SUBSCRIPTION_BY_CONSUMER");
        names.put(GET_TOPIC_CONFIG, "GET_TOPIC_CONFIG");
        names.put(GET_SUBSCRIPTIONGROUP_CONFIG, "GET_SUBSCRIPTIONGROUP_CONFIG");
        names.put(UPDATE_AND_GET_GROUP_FORBIDDEN, "UPDATE_AND_GET_GROUP_FORBIDDEN");
        names.put(CHECK_ROCKSDB_CQ_WRITE_PROGRESS, "CHECK_ROCKSDB_CQ_WRITE_PROGRESS");
        names.put(EXPORT_ROCKSDB_CONFIG_TO_JSON, "EXPORT_ROCKSDB_CONFIG_TO_JSON");
        names.put(UPDATE_AND_CREATE_STATIC_TOPIC, "UPDATE_AND_CREATE_STATIC_TOPIC");
        names.put(ADD_BROKER, "ADD_BROKER");
        names.put(REMOVE_BROKER, "REMOVE_BROKER");
        names.put(GET_BROKER_HA_STATUS, "GET_BROKER_HA_STATUS");
        names.put(RESET_MASTER_FLUSH_OFFSET, "RESET_MASTER_FLUSH_OFFSET");
        names.put(UPDATE_COLD_DATA_FLOW_CTR_CONFIG, "UPDATE_COLD_DATA_FLOW_CTR_CONFIG");
        names.put(REMOVE_COLD_DATA_FLOW_CTR_CONFIG, "REMOVE_COLD_DATA_FLOW_CTR_CONFIG");
        names.put(GET_COLD_DATA_FLOW_CTR_INFO, "GET_COLD_DATA_FLOW_CTR_INFO");
        names.put(SET_COMMITLOG_READ_MODE, "SET_COMMITLOG_READ_MODE");
        names.put(SWITCH_TIMER_ENGINE, "SWITCH_TIMER_ENGINE");
        names.put(DELETE_TOPIC_IN_BROKER_LIST, "DELETE_TOPIC_IN_BROKER_LIST");
        names.put(DELETE_SUBSCRIPTION_GROUP_LIST, "DELETE_SUBSCRIPTION_GROUP_LIST");
        names.put(GET_BROKER_LITE_INFO, "GET_BROKER_LITE_INFO");
        names.put(GET_PARENT_TOPIC_INFO, "GET_PARENT_TOPIC_INFO");
        names.put(GET_LITE_TOPIC_INFO, "GET_LITE_TOPIC_INFO");
        names.put(GET_LITE_CLIENT_INFO, "GET_LITE_CLIENT_INFO");
        names.put(GET_LITE_GROUP_INFO, "GET_LITE_GROUP_INFO");
        names.put(TRIGGER_LITE_DISPATCH, "TRIGGER_LITE_DISPATCH");
        names.put(AUTH_CREATE_USER, "AUTH_CREATE_USER");
        names.put(AUTH_UPDATE_USER, "AUTH_UPDATE_USER");
        names.put(AUTH_DELETE_USER, "AUTH_DELETE_USER");
        names.put(AUTH_GET_USER, "AUTH_GET_USER");
        names.put(AUTH_LIST_USER, "AUTH_LIST_USER");
        names.put(AUTH_CREATE_ACL, "AUTH_CREATE_ACL");
        names.put(AUTH_UPDATE_ACL, "AUTH_UPDATE_ACL");
        names.put(AUTH_DELETE_ACL, "AUTH_DELETE_ACL");
        names.put(AUTH_GET_ACL, "AUTH_GET_ACL");
        names.put(AUTH_LIST_ACL, "AUTH_LIST_ACL");
        names.put(GET_BROKER_EPOCH_CACHE, "GET_BROKER_EPOCH_CACHE");
        names.put(NOTIFY_BROKER_ROLE_CHANGED, "NOTIFY_BROKER_ROLE_CHANGED");
        names.put(QUERY_BROKER_OFFSET, "QUERY_BROKER_OFFSET");
        names.put(GET_TOPIC_CONFIG_LIST, "GET_TOPIC_CONFIG_LIST");
        names.put(GET_TOPIC_NAME_LIST, "GET_TOPIC_NAME_LIST");
        names.put(TRIGGER_DELETE_FILES, "TRIGGER_DELETE_FILES");
        names.put(GET_CLIENT_CONFIG, "GET_CLIENT_CONFIG");
        names.put(SUSPEND_CONSUMER, "SUSPEND_CONSUMER");
        names.put(RESUME_CONSUMER, "RESUME_CONSUMER");
        names.put(RESET_CONSUMER_OFFSET_IN_CONSUMER, "RESET_CONSUMER_OFFSET_IN_CONSUMER");
        names.put(RESET_CONSUMER_OFFSET_IN_BROKER, "RESET_CONSUMER_OFFSET_IN_BROKER");
        names.put(ADJUST_CONSUMER_THREAD_POOL, "ADJUST_CONSUMER_THREAD_POOL");
        names.put(WHO_CONSUME_THE_MESSAGE, "WHO_CONSUME_THE_MESSAGE");
        names.put(REGISTER_FILTER_SERVER, "REGISTER_FILTER_SERVER");
        names.put(REGISTER_MESSAGE_FILTER_CLASS, "REGISTER_MESSAGE_FILTER_CLASS");
        return Map.copyOf(names);
    }
}
