package io.apogeemq.common.boot;

import io.apogeemq.common.boot.ConfigurationReport.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** One start of a service, step by step. Confined to the starting thread. */
final class Startup {

    /** How a start comes out. */
    sealed interface Outcome {}

    /** The service serves. */
    record Running(ConfigurableApplicationContext context) implements Outcome {}

    /** The process is to end. */
    record Ended(int exitCode) implements Outcome {}

    private final ServiceDescription service;
    private final Properties system;
    private final Map<String, String> environment;
    private final ConfigurationReport report = new ConfigurationReport();

    Startup(ServiceDescription service, Properties system, Map<String, String> environment) {
        this.service = service;
        this.system = system;
        this.environment = environment;
    }

    Outcome start(String... args) {
        removePidFileAtTheEnd();
        return switch (new CommandLine(service).parse(args)) {
            case CommandLine.Help help -> {
                System.out.print(help.usage());
                yield new Ended(0);
            }
            case CommandLine.Wrong wrong -> {
                System.err.println(wrong.message());
                System.err.print(wrong.usage());
                yield new Ended(StartRefused.USAGE);
            }
            case CommandLine.Start start -> start(start);
        };
    }

    private Outcome start(CommandLine.Start start) {
        EnvironmentSetup setup;
        try {
            setup = read(start);
        } catch (StartRefused refused) {
            // Nothing of Spring is up yet, and so no log file: standard output as ever.
            System.out.println(refused.text());
            return new Ended(refused.exitCode());
        }
        SpringApplication application = new SpringApplication(service.application());
        application.setAddCommandLineProperties(false);
        application.setDefaultProperties(
                ServiceDefaults.of(service.role(), logFile(start.printOnly())));
        application.addListeners(setup);
        application.addInitializers(setup);
        try {
            ConfigurableApplicationContext context = application.run();
            Announcement announcement = new Announcement();
            context.getBeanProvider(BootLine.class)
                    .orderedStream()
                    .forEach(line -> announcement.say(line.text()));
            if (isRehearsal()) {
                context.close();
                return new Ended(0);
            }
            return new Running(context);
        } catch (SpringApplication.AbandonedRunException end) {
            return new Ended(0);
        } catch (RuntimeException e) {
            // Spring has told the reason through PlainFailureReporter, or logged the stack trace.
            return new Ended(exitCode(e));
        }
    }

    private EnvironmentSetup read(CommandLine.Start start) {
        Path path = start.file();
        ClassicFile file =
                path == null
                        ? null
                        : ClassicFile.read(path, InstallationHome.from(system, environment));
        Translation translation = new Translation(service.keys(), isLenient(start, file), report);
        start.leftOut().forEach(arg -> report.note("Argument not used: " + arg));
        EnvironmentSetup.Given given =
                new EnvironmentSetup.Given(
                        path,
                        translation.translate(
                                start.settings(), Source.COMMAND_LINE, key -> "command line"),
                        file == null
                                ? new LinkedHashMap<>()
                                : translation.translate(
                                        file.entries(), Source.file(file), file::placeOf),
                        start.printOnly());
        // Obeyed here; no record binds it.
        given.commandLine().remove(lenientKey());
        given.fileProperties().remove(lenientKey());
        translation.finish();
        if (file != null && "namesrv".equals(service.role())) {
            System.out.println("load config properties file OK, " + file.path());
        }
        return new EnvironmentSetup(service, given, translation, report, environment);
    }

    private boolean isLenient(CommandLine.Start start, @Nullable ClassicFile file) {
        String key = lenientKey();
        String variable = key.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
        String fallback = system.getProperty(key, environment.getOrDefault(variable, "false"));
        String inFile = file == null ? fallback : file.entries().getOrDefault(key, fallback);
        return Boolean.parseBoolean(start.settings().getOrDefault(key, inFile));
    }

    private String lenientKey() {
        return "apogee." + service.role() + ".lenient-config";
    }

    private @Nullable Path logFile(boolean printOnly) {
        if (printOnly || isRehearsal()) {
            return null;
        }
        LogDirectory directory = LogDirectory.from(system);
        try {
            return directory.prepare(service.role());
        } catch (IOException e) {
            report.note(
                    "No log file, only the console: "
                            + directory.path()
                            + " can't be written ("
                            + e
                            + ").");
            return null;
        }
    }

    /** A start for the class cache alone: it leaves no trace and ends when all has started. */
    private boolean isRehearsal() {
        return Boolean.parseBoolean(system.getProperty("apogee.boot.rehearsal", "false"));
    }

    /** The launcher wrote our process id there, and looks for it when it is asked to stop us. */
    private void removePidFileAtTheEnd() {
        String file = system.getProperty("apogee.boot.pid-file", "");
        if (!file.isEmpty()) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> delete(Path.of(file)), "apogee-pid-file"));
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Logging may be down already; a file that stays is seen to be stale later.
            System.err.println(file + " can't be removed: " + e);
        }
    }

    private int exitCode(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused refused) {
                return refused.exitCode();
            }
        }
        return "proxy".equals(service.role()) ? 1 : StartRefused.FAILED;
    }
}
