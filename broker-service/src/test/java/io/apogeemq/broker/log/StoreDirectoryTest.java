package io.apogeemq.broker.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.broker.log.LastRun.Stop;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreDirectoryTest {

    @TempDir Path temp;

    /** A process that takes a directory and keeps it until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (StoreDirectory taken = StoreDirectory.take(Path.of(args[0]))) {
                taken.markRunning(true);
                System.out.println("taken " + taken.path());
                // Until the test ends this process.
                while (System.in.read() >= 0) {
                    // Nothing is sent.
                }
            }
        }
    }

    @Test
    void aDirectoryIsMadeWhereItIsMissing() throws IOException {
        Path deep = temp.resolve("a/b/store");

        try (StoreDirectory taken = StoreDirectory.take(deep)) {
            assertThat(taken.path()).isEqualTo(deep);
            assertThat(deep).isDirectory();
            assertThat(taken.lastRun()).isEqualTo(new LastRun(Stop.CLEAN, false));
        }
    }

    @Test
    void aDirectoryIsTakenOnceOnlyAndAgainWhenItIsGivenUp() throws IOException {
        try (StoreDirectory first = StoreDirectory.take(temp)) {
            assertThat(first.path()).isEqualTo(temp);
            assertThatThrownBy(() -> StoreDirectory.take(temp))
                    .isInstanceOf(StoreInUseException.class)
                    .hasMessageContaining(temp.toString());
        }

        StoreDirectory.take(temp).close();
    }

    @Test
    void whoIsRefusedLeavesTheHoldersMarkAlone() throws IOException {
        try (StoreDirectory first = StoreDirectory.take(temp)) {
            first.markRunning(true);
            String mark = Files.readString(temp.resolve("abort"));
            assertThatThrownBy(() -> StoreDirectory.take(temp))
                    .isInstanceOf(StoreInUseException.class);

            assertThat(temp.resolve("abort")).hasContent(mark);
            assertThat(first.lastRun().stop()).isEqualTo(Stop.CLEAN);
        }
    }

    @Test
    void anotherProcessKeepsItUntilItIsKilledAndItsMarkIsFoundThen() throws Exception {
        Process holder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                temp.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = holder.inputReader(UTF_8)) {
            assertThat(out.readLine()).startsWith("taken");
            assertThatThrownBy(() -> StoreDirectory.take(temp))
                    .isInstanceOf(StoreInUseException.class);
        } finally {
            holder.destroyForcibly().waitFor();
        }

        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            assertThat(taken.lastRun().stop()).isEqualTo(killed());
        }
    }

    /** What a stop without a mark looks like here: only Linux tells one boot from another. */
    private static Stop killed() {
        return Files.isReadable(Path.of("/proc/sys/kernel/random/boot_id"))
                ? Stop.KILLED
                : Stop.MACHINE_DOWN;
    }

    @Test
    void aCleanStopLeavesNoMark() throws IOException {
        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            taken.markRunning(true);
            assertThat(temp.resolve("abort")).exists();
            taken.markClean();
        }

        assertThat(temp.toFile().list()).containsExactly("lock");
        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            assertThat(taken.lastRun()).isEqualTo(new LastRun(Stop.CLEAN, false));
        }
    }

    @Test
    void aStopWithoutOneIsTakenForAKill() throws IOException {
        run(true);
        assertThat(lastRun()).isEqualTo(new LastRun(killed(), true));

        run(false);
        assertThat(lastRun()).isEqualTo(new LastRun(killed(), false));
    }

    /** Writes, and is killed. */
    private void run(boolean recordCrc) throws IOException {
        try (StoreDirectory store = StoreDirectory.take(temp)) {
            store.markRunning(recordCrc);
        }
    }

    private LastRun lastRun() throws IOException {
        try (StoreDirectory store = StoreDirectory.take(temp)) {
            return store.lastRun();
        }
    }

    @Test
    void aStartThatIsRefusedLeavesTheMarkOfTheProcessBefore() throws IOException {
        String before = "77\nanother-boot\n";
        Files.writeString(temp.resolve("abort"), before);

        try (StoreDirectory refused = StoreDirectory.take(temp)) {
            assertThat(refused.lastRun().stop()).isEqualTo(Stop.MACHINE_DOWN);
            refused.markClean();
        }

        assertThat(temp.resolve("abort")).hasContent(before);
        assertThat(lastRun().stop()).isEqualTo(Stop.MACHINE_DOWN);
    }

    @Test
    void aMarkOfAnotherBootSaysThatTheMachineWentDown() throws IOException {
        Files.writeString(temp.resolve("abort"), "77\nanother-boot\n");

        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            assertThat(taken.lastRun().stop()).isEqualTo(Stop.MACHINE_DOWN);
        }
    }

    @Test
    void theMarkOfAnotherProductIsKnown() throws IOException {
        Path abort = temp.resolve("abort");
        Files.createFile(abort);
        assertThat(lastRun()).isEqualTo(new LastRun(Stop.FOREIGN, false));

        Files.writeString(abort, "4711");
        assertThat(lastRun()).isEqualTo(new LastRun(Stop.FOREIGN, false));

        Files.write(abort, new byte[] {(byte) 0xff, 0, (byte) 0x80});
        assertThat(lastRun()).isEqualTo(new LastRun(Stop.FOREIGN, false));
    }

    @Test
    void theMarkHoldsTheProcess() throws IOException {
        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            taken.markRunning(true);
            assertThat(Files.readString(taken.path().resolve("abort")))
                    .startsWith(ProcessHandle.current().pid() + "\n");
        }
    }
}
