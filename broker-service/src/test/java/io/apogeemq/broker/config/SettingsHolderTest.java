package io.apogeemq.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apogeemq.common.boot.ChangesFile;
import io.apogeemq.common.boot.ClassicSettings;
import io.apogeemq.common.boot.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

@Timeout(20)
class SettingsHolderTest {

    @TempDir Path store;

    private final MockEnvironment environment =
            new MockEnvironment().withProperty("apogee.broker.name", "broker-a");

    /** As a start builds it: what the file says is bound already. */
    private SettingsHolder start() {
        BrokerProperties properties =
                Binder.get(environment).bindOrCreate("apogee.broker", BrokerProperties.class);
        return new SettingsHolder(
                properties,
                environment,
                ClassicSettings.of(
                        BrokerClassicKeys.TABLE,
                        key -> Optional.ofNullable(environment.getProperty(key))),
                file());
    }

    private ChangesFile file() {
        return RuntimeChanges.of(store);
    }

    @Test
    void aLiveKeyHoldsAtOnceIsToldAndOutlivesTheProcess() throws Exception {
        SettingsHolder settings = start();
        List<LiveSettings> told = new ArrayList<>();
        settings.listen(told::add);

        assertThat(settings.change(Map.of("brokerPermission", " 4 "))).isEmpty();

        assertThat(settings.get().permission()).isEqualTo(4);
        assertThat(settings.get().send().writable()).isFalse();
        assertThat(told).containsExactly(settings.get());
        assertThat(settings.items())
                .containsEntry("brokerPermission", "4")
                .containsEntry("brokerName", "broker-a");
        assertThat(file().read()).isEqualTo(Map.of("brokerPermission", "4"));
        assertThat(store.resolve("config/apogee-changes.properties")).exists();
    }

    @Test
    void whatWasNotGivenIsShownAsItWasFound() {
        environment.setProperty("apogee.broker.store.directory", store.toString());
        environment.setProperty("apogee.broker.listen-port", "20911");

        assertThat(start().items())
                .containsEntry("storePathRootDir", store.toString())
                .containsEntry("storePathCommitLog", store.resolve("commitlog").toString())
                .containsEntry("haListenPort", "20912")
                .hasEntrySatisfying("brokerIP1", host -> assertThat(host).isNotBlank());
    }

    @Test
    void aChangeHoldsWhateverSetTheKeyBefore() throws Exception {
        environment.setProperty("apogee.broker.namesrv-addr", "old:9876");
        SettingsHolder settings = start();

        assertThat(settings.change(Map.of("namesrvAddr", "a:9876;b:9876"))).isEmpty();

        assertThat(settings.get().namesrvAddr()).containsExactly("a:9876", "b:9876");
        assertThat(settings.change(Map.of("maxMessageSize", "1024"))).isEmpty();
        assertThat(settings.get().namesrvAddr()).as("earlier changes hold on").hasSize(2);
        assertThat(settings.get().send().maxMessageBytes()).isEqualTo(1024);
        assertThat(settings.change(Map.of("namesrvAddr", ""))).isEmpty();
        assertThat(settings.get().namesrvAddr()).isEmpty();
    }

    @Test
    void aChangeOfAnEarlierRunIsKeptAndDoesNotOverruleTheCommandLine() throws Exception {
        file().write(Map.of("brokerPermission", "2"));
        environment.setProperty("apogee.broker.permission", "6");
        SettingsHolder settings = start();

        assertThat(settings.change(Map.of("maxMessageSize", "1024"))).isEmpty();

        assertThat(settings.get().permission()).isEqualTo(6);
        assertThat(file().read())
                .isEqualTo(Map.of("brokerPermission", "2", "maxMessageSize", "1024"));
    }

    @Test
    void whatIsWrongIsNamedAndNothingOfTheChangeHolds() throws Exception {
        SettingsHolder settings = start();
        LiveSettings before = settings.get();

        assertThat(
                        settings.change(
                                Map.of(
                                        "brokerPermission", "4",
                                        "maxMessageSize", "much",
                                        "listenPort", "20911",
                                        "noSuchKey", "1")))
                .containsExactlyInAnyOrder(
                        "maxMessageSize: much (expected: a whole number from 1 to 67108864)",
                        "listenPort: takes effect at start only (expected: set it in the broker's file and restart)",
                        "noSuchKey: unknown key");

        assertThat(settings.get()).isSameAs(before);
        assertThat(settings.items()).doesNotContainEntry("brokerPermission", "4");
        assertThat(file().read()).isEmpty();
    }

    @Test
    void aKeyThatIsNotUsedIsAcceptedWithoutEffect() throws Exception {
        SettingsHolder settings = start();

        assertThat(settings.change(Map.of("sendMessageThreadPoolNums", "16"))).isEmpty();
        assertThat(settings.change(Map.of("brokerName", "broker-a"))).isEmpty();

        assertThat(file().read()).isEmpty();
    }

    @Test
    void aChangeThatCannotBeWrittenDownChangesNothing() throws Exception {
        SettingsHolder settings = start();
        Files.writeString(store.resolve("config"), "in the way");

        assertThatThrownBy(() -> settings.change(Map.of("brokerPermission", "4")))
                .isInstanceOf(IOException.class);

        assertThat(settings.get().permission()).isEqualTo(6);
        assertThat(settings.items()).doesNotContainEntry("brokerPermission", "4");
    }

    @Test
    void aDamagedFileStopsTheStartWithItsNameAndTheCure() throws Exception {
        file().write(Map.of("brokerPermission", "2"));
        Path path = store.resolve("config/apogee-changes.properties");
        Files.writeString(path, Files.readString(path).replace("=2", "=4"));

        assertThatThrownBy(this::start)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("delete it");
        assertThatThrownBy(
                        () ->
                                RuntimeChanges.read(
                                        key ->
                                                key.equals("apogee.broker.store.directory")
                                                        ? Optional.of(store.toString())
                                                        : Optional.empty()))
                .isInstanceOf(StartRefused.class);
    }

    @Test
    void threeKeysAreProtectedWhateverTheFileSays() {
        assertThat(start().protectedKeys())
                .contains("brokerConfigPath", "rocketmqHome", "configBlackList");
    }
}
