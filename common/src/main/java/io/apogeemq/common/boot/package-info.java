/**
 * What the three services share of Spring: the start of a process with its classic command line,
 * the translation of classic settings, start-up failures in plain words, log files, the web server
 * for health and metrics. It is the only room of this module that knows Spring; the services'
 * application classes and {@code config} rooms call it.
 *
 * <p>A service says what it is in its {@code config} room and hands that to {@link
 * io.apogeemq.common.boot.ServiceStarter}:
 *
 * <pre>{@code
 * public final class NamesrvService {
 *     private static final ClassicKeys KEYS = ClassicKeys.table()
 *             .honoured("listenPort", ClassicType.port(), "apogee.namesrv.listen-port")
 *             .honoured("scanNotActiveBrokerInterval", ClassicType.millis(10, 3_600_000), "apogee.namesrv.scan-interval")
 *             .ignored("productEnvName")
 *             .refused("enableControllerInNamesrv", "true", "There is no controller in this version.")
 *             .build();
 *
 *     public static ServiceDescription describe(Class<?> application) {
 *         return ServiceDescription.of("namesrv", application, KEYS,
 *                         new ServiceDescription.MainPort("apogee.namesrv.listen-port", 9876), NamesrvProperties.class)
 *                 .withOptions(CommandOption.NAMESRV)
 *                 .withRules(settings -> { if (...) throw new StartRefused(253, "..."); });
 *     }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>Classic values arrive in the properties record with their unit ({@code 5s}, {@code 10B}), a
 *       list of addresses as a list, an enumeration in lower case with dashes. The record's
 *       {@code @DefaultValue}s are what tools are shown.
 *   <li>The service declares a {@link io.apogeemq.common.boot.BootLine} bean; it is said when every
 *       {@code SmartLifecycle} has started. Ports and stores are opened in the life cycle, not in
 *       bean methods: the rehearsal for the class cache builds all beans and starts none.
 *   <li>Whatever stops a start throws {@link io.apogeemq.common.boot.StartRefused} with the text
 *       that users see and the classic exit code.
 *   <li>{@link io.apogeemq.common.boot.ClassicSettings} is a bean: the effective values under their
 *       classic names.
 * </ul>
 */
@NullMarked
package io.apogeemq.common.boot;

import org.jspecify.annotations.NullMarked;
