package io.apogeemq.broker.config;

import java.util.stream.Stream;

/**
 * Classic keys that the broker accepts and does not use, by subject: tuning of threads, files and
 * engines that do not exist here, and features that later versions bring. Each that is given is
 * named once in the start-up report, and tools see it again with its value.
 */
final class BrokerUnusedKeys {

    private static final String IDENTITY =
            """
            brokerIP2 rocketmqHome brokerConfigPath configBlackList
            fetchNameSrvAddrByDnsLookup fetchNamesrvAddrByAddressServer
            fetchNamesrvAddrInterval
            """;

    private static final String REGISTRATION =
            """
            forceRegister compressedRegister enableSingleTopicRegister
            enableSplitRegistration splitRegistrationSize enableSplitMetadata
            splitMetadataSize brokerHeartbeatInterval brokerNotActiveTimeoutMillis
            sendHeartbeatTimeoutMillis compatibleWithOldNameSrv skipPreOnline
            enableNetWorkFlowControl
            """;

    private static final String REPLICATION =
            """
            haMasterAddress haSendHeartbeatInterval haHousekeepingInterval
            haTransferBatchSize haMaxGapNotInSync haMaxTimeSlaveNotCatchup
            haFlowControlEnable maxHaTransferByteInSecond totalReplicas inSyncReplicas
            minInSyncReplicas enableAutoInSyncReplicas allAckInSyncStateSet maxChecksumRange
            syncFromLastFile asyncLearner syncMasterFlushOffsetWhenStartup offsetCheckInSlave
            dLegerGroup dLegerPeers dLegerSelfId preferredLeaderId enableBatchPush
            slaveReadEnable enableSlaveActingMaster enableRemoteEscape
            syncBrokerMemberGroupPeriod lockInStrictMode controllerAddr
            fetchControllerAddrByDnsLookup syncBrokerMetadataPeriod checkSyncStateSetPeriod
            syncControllerMetadataPeriod controllerHeartBeatTimeoutMills
            brokerElectionPriority
            """;

    private static final String FILES =
            """
            readOnlyCommitLogStorePaths storePathEpochFile storePathBrokerIdentity
            storePathDLedgerCommitLog mappedFileSizeConsumeQueue
            mapperFileSizeBatchConsumeQueue enableConsumeQueueExt
            mappedFileSizeConsumeQueueExt bitMapLengthConsumeQueueExt maxHashSlotNum
            maxIndexNum messageIndexEnable messageIndexSafe mappedFileSizeTimerLog
            compactionMappedFileSize compactionCqMappedFileSize compactionScheduleInternal
            maxOffsetMapSize compactionThreadNum enableCompaction
            autoMessageVersionOnTopicLen maxTopicLength
            """;

    private static final String FLUSHING =
            """
            flushCommitLogTimed flushCommitLogLeastPages flushCommitLogThoroughInterval
            commitIntervalCommitLog commitCommitLogLeastPages commitCommitLogThoroughInterval
            transientStorePoolEnable transientStorePoolSize fastFailIfNoBufferInStorePool
            flushIntervalConsumeQueue flushConsumeQueueLeastPages
            flushConsumeQueueThoroughInterval wakeFlushWhenPutMessage
            wakeCommitWhenPutMessage warmMapedFileEnable flushLeastPagesWhenWarmMapedFile
            writeWithoutMmap osPageCacheBusyTimeOutMills putMessageTimeout
            useReentrantLockWhenPutMessage useABSLock spinLockCollisionRetreatOptimalDegree
            topicQueueLockNum dataReadAheadEnable coldDataFlowControlEnable
            coldDataScanEnable timerColdDataCheckIntervalMs sampleSteps mappedFileSwapEnable
            commitLogForceSwapMapInterval commitLogSwapMapInterval
            commitLogSwapMapReserveFileNum logicQueueForceSwapMapInterval
            logicQueueSwapMapInterval cleanSwapedMapInterval logicQueueSwapMapReserveFileNum
            """;

    private static final String RETENTION =
            """
            deleteWhen fileReservedTime diskMaxUsedSpaceRatio diskSpaceCleanForciblyRatio
            diskSpaceWarningLevelRatio cleanFileForciblyEnable cleanResourceInterval
            deleteCommitLogFilesInterval deleteConsumeQueueFilesInterval deleteFileBatchMax
            destroyMapedFileIntervalForcibly redeleteHangedFileInterval
            logicalDiskSpaceCleanForciblyThreshold replicasPerDiskPartition
            enableCleanExpiredOffset correctLogicMinOffsetSleepInterval
            correctLogicMinOffsetForceInterval correctMinOffsetMadviseEnable
            """;

    private static final String RECOVERY =
            """
            checkCRCOnRecover checkCommitLogOffsetOnRecover forceVerifyPropCRC
            commitLogRecoverMaxNum maxRecoveryCommitlogFiles
            duplicationEnable readUnCommitted recheckReputOffsetFromCq
            enableAcceleratedRecovery enableLogConsumeQueueRepeatedlyBuildWhenRecover
            enableRunningFlagsInFlush maxCheckMessageReuseBufferSize
            """;

    private static final String LIMITS =
            """
            maxFilterMessageSize maxMsgsNumBatch pullBatchMaxMessageCount
            maxTransferBytesOnMessageInDisk maxTransferCountOnMessageInDisk
            accessMessageInMemoryMaxRatio accessMessageInMemoryHotRatio defaultQueryMaxNum
            diskFallRecorded travelCqFileNumWhenGetMessage searchBcqByCacheEnable
            maxConsumeQueueScan sampleCountThreshold putMsgIndexHightWater
            maxAsyncPutMessageRequests
            """;

    private static final String DELAYS =
            """
            flushDelayOffsetInterval enableScheduleMessageStats enableScheduleAsyncDeliver
            scheduleAsyncDeliverMaxPendingLimit scheduleAsyncDeliverMaxResendNum2Blocked
            timerWheelEnable timerMaxDelaySec timerPrecisionMs timerRollWindowSlot
            timerCongestNumEachSlot timerInterceptDelayLevel timerSkipUnknownError
            timerStopEnqueue timerEnableRetryUntilSuccess timerFlushIntervalMs
            timerGetMessageThreadNum timerPutMessageThreadNum timerProgressLogIntervalMs
            timerEnableCheckMetrics timerMetricSmallThreshold timerWheelSnapshotFlush
            timerWheelSnapshotIntervalMs disappearTimeAfterStart timerRocksDBStopScan
            timerRocksDBPrecisionMs timerRocksDBRollMaxTps timerRocksDBTimeExpiredMaxTps
            timerRocksDBRollIntervalHours timerRocksDBRollRangeHours
            timerRecallToTimeWheelEnable timerRecallToTimelineEnable
            timerReputServiceCorePoolSize timerReputServiceMaxPoolSize
            timerReputServiceQueueCapacity timerCheckMetricsWhen timerEnableDisruptor
            timerStopDequeue timerWarmEnable
            """;

    private static final String CONSUMPTION =
            """
            enableCreateSysGroup validateSystemTopicWhenUpdateTopic
            clearRetryTopicWhenDeleteTopic batchDeleteTopicMaxRate
            batchDeleteSubscriptionGroupMaxRate enablePropertyFilter enableCalcFilterBitMap
            expectConsumerNumUseFilter maxErrorRateOfBloomFilter filterDataCleanTimeSpan
            filterSupportRetry realTimeNotifyConsumerChange
            disableConsumeIfConsumerReadSlowly consumerFallbehindThreshold
            useServerSideResetOffset flushConsumerOffsetInterval
            flushConsumerOffsetHistoryInterval consumerOffsetUpdateVersionStep
            delayOffsetUpdateVersionStep persistConsumerOffsetIncrementally
            enableBroadcastOffsetStore broadcastOffsetExpireSecond
            broadcastOffsetExpireMaxSecond subscriptionExpiredTimeout enableRegisterProducer
            storeReplyMessageEnable estimateAccumulation useStaticSubscription
            transferMsgByHeap startAcceptSendRequestTimeStamp serverLoadBalancerEnable
            defaultMessageRequestMode defaultPopShareQueueNum
            loadBalancePollNameServerInterval recallMessageEnable
            allowRecallWhenBrokerNotWriteable
            """;

    private static final String TRANSACTIONS =
            """
            transactionTimeOut transactionCheckMax transactionCheckInterval
            rejectTransactionMessage transactionOpMsgMaxSize transactionOpBatchInterval
            transactionMetricFlushInterval transactionCheckRocksdbCoreThreads
            transactionCheckRocksdbMaxThreads transactionCheckRocksdbQueueCapacity
            transWriteOriginTransHalfEnable
            """;

    private static final String POP =
            """
            reviveQueueNum reviveInterval reviveMaxSlow reviveScanTime reviveAckWaitMs
            enableSkipLongAwaitingAck popPollingSize popPollingMapSize
            popPollingMapExpireTimeSeconds maxPopPollingSize
            popLongPollingForceNotifyInterval popCkStayBufferTime popCkStayBufferTimeOut
            popCkMaxBufferSize popCkOffsetMaxQueueSize enablePopBufferMerge enablePopBatchAck
            enableRetryTopicV2 retrieveMessageFromPopRetryTopicV1
            popResponseReturnActualRetryTopic useSeparateRetryQueue popFromRetryProbability
            popFromRetryProbabilityForPriority priorityOrderAsc popInflightMessageThreshold
            enablePopMessageThreshold initPopOffsetByCheckMsgInMem
            enableNotifyBeforePopCalculateLag enableNotifyAfterPopOrderLockRelease
            useMessageFilterForNotification maxMessageFilterNumForNotification
            popConsumerKVServiceInit popConsumerFSServiceInit popConsumerKVServiceLog
            popReviveMaxReturnSizePerRead popReviveConcurrency popReviveMaxAttemptTimes
            popReviveSkipIfGroupAbsent popOrderLockTimerTickMs popOrderLockTimerTicksPerWheel
            appendAckAsync appendCkAsync skipWhenCKRePutReachMaxTimes enablePopLog
            popRocksdbBlockCacheSize popRocksdbWriteBufferSize
            """;

    private static final String THREADS =
            """
            sendMessageThreadPoolNums putMessageFutureThreadPoolNums
            pullMessageThreadPoolNums litePullMessageThreadPoolNums ackMessageThreadPoolNums
            processReplyMessageThreadPoolNums queryMessageThreadPoolNums
            adminBrokerThreadPoolNums clientManageThreadPoolNums consumerManageThreadPoolNums
            loadBalanceProcessorThreadPoolNums heartbeatThreadPoolNums recoverThreadPoolNums
            endTransactionThreadPoolNums sendThreadPoolQueueCapacity
            putThreadPoolQueueCapacity pullThreadPoolQueueCapacity
            litePullThreadPoolQueueCapacity ackThreadPoolQueueCapacity
            replyThreadPoolQueueCapacity queryThreadPoolQueueCapacity
            clientManagerThreadPoolQueueCapacity consumerManagerThreadPoolQueueCapacity
            heartbeatThreadPoolQueueCapacity endTransactionPoolQueueCapacity
            adminBrokerThreadPoolQueueCapacity loadBalanceThreadPoolQueueCapacity
            brokerFastFailureEnable waitTimeMillsInSendQueue waitTimeMillsInPullQueue
            waitTimeMillsInLitePullQueue waitTimeMillsInHeartbeatQueue
            waitTimeMillsInTransactionQueue waitTimeMillsInAckQueue
            waitTimeMillsInAdminBrokerQueue asyncSendEnable forwardTimeout
            enableFastChannelEventProcess printChannelGroups printChannelGroupsMinNum
            """;

    private static final String STATISTICS =
            """
            enableDetailStat autoDeleteUnusedStats maxStatsIdleTimeInMinutes
            metricsExporterType metricsPromExporterPort metricsPromExporterHost
            metricsGrpcExporterTarget metricsGrpcExporterHeader
            metricGrpcExporterTimeOutInMills metricGrpcExporterIntervalInMills
            metricLoggingExporterIntervalInMills metricsLabel metricsInDelta
            metricsOtelCardinalityLimit enableRemotingMetrics enableMessageStoreMetrics
            enablePopMetrics enableConnectionMetrics enableTransactionMetrics
            enableStatsMetrics enableRequestMetrics enableLagAndDlqMetrics
            metricsExportBatchSplitEnabled metricsExportBatchMaxDataPoints
            metricsExportBatchMaxConcurrent metricsExportOtelMemoryMode accountStatsEnable
            accountStatsPrintZeroValues commercialBaseCount commercialSizePerMsg
            isolateLogEnable
            """;

    private static final String VARIANTS =
            """
            coldCtrStrategyEnable usePIDColdCtrStrategy cgColdReadThreshold
            globalColdReadThreshold liteEventCheckInterval liteTtlCheckInterval minLiteTTl
            liteSubscriptionCheckInterval liteSubscriptionCheckTimeoutMills
            maxLiteSubscriptionCount maxClientEventCount liteEventFullDispatchDelayTime
            liteEventFullDispatchDelayTimeForWildcardGroup enableLitePopLog
            liteEventCapacityCacheTtlMs liteLagLatencyCollectEnable
            liteLagLatencyMetricsEnable liteLagCountMetricsEnable liteLagLatencyTopK
            enableLmqStats useSingleRocksDBForAllConfigs enableLmq enableMultiDispatch
            maxLmqConsumeQueueNum enableLmqQuota indexRocksDBEnable maxRocksDBIndexQueryDays
            indexFileWriteEnable indexFileReadEnable realTimePersistRocksDBConfig
            """;

    private static final String ENGINES =
            """
            recoverConcurrently highSpeedMode cleanOfflineBrokerInterval
            iteratorWhenUseRocksdbConsumeQueue debugLockEnable maxBatchDeleteFilesNum
            dispatchCqThreads dispatchCqCacheNum enableAsyncReput dispatchFromSenderThread
            maxSlaveResendLength enableBuildConsumeQueueConcurrently
            batchDispatchRequestThreadPoolNums cleanRocksDBDirtyCQIntervalMin
            statRocksDBCQIntervalSec memTableFlushIntervalMs enableRocksDBLog
            putConsumeQueueDataByFileChannel rocksdbCQDoubleWriteEnable
            rocksdbCQSelectiveDoubleWriteEnable combineCQLoadingCQTypes combineCQPreferCQType
            combineAssignOffsetCQType combineCQEnableCheckSelf
            combineCQMaxExtraSearchCommitLogFiles combineCQUseRocksdbForLmq
            bottomMostCompressionTypeForConsumeQueueStore rocksdbCompressionType
            rocksdbMaxSizeAmplificationPercent rocksdbFlushWalFrequency
            rocksdbWalFileRollingThreshold sharedByteBufferNum
            useSeparateStorePathForRocksdbCQ appendTopicForTimerDeleteKey
            """;

    private static final String NETWORK =
            """
            serverWorkerThreads serverCallbackExecutorThreads serverSelectorThreads
            serverNettyWorkerGroupEnable serverPooledByteBufAllocatorEnable
            useEpollNativeSelector serverOnewaySemaphoreValue serverAsyncSemaphoreValue
            serverSocketSndBufSize serverSocketRcvBufSize serverSocketBacklog
            writeBufferHighWaterMark writeBufferLowWaterMark enableShutdownGracefully
            shutdownWaitTimeSeconds useTLS inBrokerContainer
            """;

    private static final String CALLS =
            """
            connectTimeoutMillis channelNotActiveInterval clientChannelMaxIdleTimeSeconds
            clientCloseSocketIfTimeout isScanAvailableNameSrv socksProxyConfig
            enableReconnectForGoAway maxReconnectIntervalTimeSeconds clientWorkerThreads
            clientCallbackExecutorThreads clientOnewaySemaphoreValue
            clientAsyncSemaphoreValue clientSocketSndBufSize clientSocketRcvBufSize
            clientPooledByteBufAllocatorEnable disableCallbackExecutor
            disableNettyWorkerGroup scanAvailableNameSrv
            """;

    private static final String ACCESS =
            """
            authenticationProvider authenticationMetadataProvider authenticationStrategy
            authenticationWhitelist authorizationProvider authorizationMetadataProvider
            authorizationStrategy authorizationWhitelist initAuthenticationUser
            innerClientAuthenticationCredentials migrateAuthFromV1Enabled userCacheMaxNum
            userCacheExpiredSecond userCacheRefreshSecond aclCacheMaxNum
            aclCacheExpiredSecond aclCacheRefreshSecond statefulAuthenticationCacheMaxNum
            statefulAuthenticationCacheExpiredSecond statefulAuthorizationCacheMaxNum
            statefulAuthorizationCacheExpiredSecond configName clusterName authConfigPath
            """;

    private BrokerUnusedKeys() {}

    /** All of them, each once. */
    static String[] all() {
        return Stream.of(
                        IDENTITY,
                        REGISTRATION,
                        REPLICATION,
                        FILES,
                        FLUSHING,
                        RETENTION,
                        RECOVERY,
                        LIMITS,
                        DELAYS,
                        CONSUMPTION,
                        TRANSACTIONS,
                        POP,
                        THREADS,
                        STATISTICS,
                        VARIANTS,
                        ENGINES,
                        NETWORK,
                        CALLS,
                        ACCESS)
                .flatMap(names -> Stream.of(names.split("\\s+")))
                .toArray(String[]::new);
    }
}
