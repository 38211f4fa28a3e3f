package io.apogeemq.broker.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.broker.log.StoreDirectory.LastStop;
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
            assertThat(taken.lastStop()).isEqualTo(LastStop.CLEAN);
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
            String mark = Files.readString(temp.resolve("abort"));
            assertThatThrownBy(() -> StoreDirectory.take(temp))
                    .isInstanceOf(StoreInUseException.class);

            assertThat(temp.resolve("abort")).hasContent(mark);
            assertThat(first.lastStop()).isEqualTo(LastStop.CLEAN);
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
            assertThat(taken.lastStop()).isEqualTo(killed());
        }
    }

    /** What a stop without a mark looks like here: only Linux tells one boot from another. */
    private static LastStop killed() {
        return Files.isReadable(Path.of("/proc/sys/kernel/random/boot_id"))
                ? LastStop.KILLED
                : LastStop.MACHINE_DOWN;
    }

    @Test
    void aCleanStopLeavesNoMark() throws IOException {
        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            assertThat(temp.resolve("abort")).exists();
            taken.markClean();
        }

        assertThat(temp.resolve("abort")).doesNotExist();
        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            assertThat(taken.lastStop()).isEqualTo(LastStop.CLEAN);
        }
    }

    @Test
    void aStopWithoutOneIsTakenForAKill() throws IOException {
        StoreDirectory.take(temp).close();

        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            assertThat(taken.lastStop()).isEqualTo(killed());
        }
    }

    @Test
    void aMarkOfAnotherBootSaysThatTheMachineWentDown() throws IOException {
        Files.writeString(temp.resolve("abort"), "77\nanother-boot\n");

        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            assertThat(taken.lastStop()).isEqualTo(LastStop.MACHINE_DOWN);
        }
    }

    @Test
    void anEmptyMarkAsClassicBrokersLeaveItSaysNothingOfTheBoot() throws IOException {
        Files.createFile(temp.resolve("abort"));

        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            assertThat(taken.lastStop()).isEqualTo(LastStop.MACHINE_DOWN);
        }
    }

    @Test
    void theMarkHoldsTheProcess() throws IOException {
        try (StoreDirectory taken = StoreDirectory.take(temp)) {
            assertThat(Files.readString(taken.path().resolve("abort")))
                    .startsWith(ProcessHandle.current().pid() + "\n");
        }
    }
}
