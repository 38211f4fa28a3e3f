package io.apogeemq.namesrv.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.boot.ChangesFile;
import io.apogeemq.namesrv.endpoint.SettingsDesk.Change;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

@Timeout(20)
class RuntimeSettingsTest {
    @TempDir Path directory;

    @Test
    void aLiveKeyTakesEffectAtOnceAndOutlivesTheProcess() {
        RuntimeSettings settings = settings();
        assertThat(settings.answers().orderTopicsInRoutes()).isFalse();
        assertThat(settings.change(Map.of("orderMessageEnable", "true")))
                .isEqualTo(new Change.Done());
        assertThat(settings.answers().orderTopicsInRoutes()).isTrue();
        assertThat(settings.items())
                .containsEntry("orderMessageEnable", "true")
                .containsEntry("listenPort", "9876");
        assertThat(new ChangesFile(file()).read()).isEqualTo(Map.of("orderMessageEnable", "true"));

        settings.change(Map.of("waitSecondsForService", "7", "needWaitForService", "true"));
        assertThat(settings.answers().routesAfterMillis()).isEqualTo(7_000);
        assertThat(settings.answers().orderTopicsInRoutes()).as("earlier changes hold on").isTrue();
    }

    @Test
    void aKeyThatIsReadAtTheStartOnlyIsKeptForTheNext() {
        RuntimeSettings settings = settings();
        assertThat(settings.change(Map.of("scanNotActiveBrokerInterval", "1000")))
                .isEqualTo(new Change.Done());
        assertThat(new ChangesFile(file()).read())
                .isEqualTo(Map.of("scanNotActiveBrokerInterval", "1000"));
    }

    @Test
    void aProtectedKeyIsForbiddenAndNothingElseOfTheChangeHolds() {
        RuntimeSettings settings = settings();
        assertThat(settings.change(Map.of("kvConfigPath", "/x", "orderMessageEnable", "true")))
                .isEqualTo(new Change.Forbidden());
        assertThat(settings.change(Map.of("configBlackList", "")))
                .isEqualTo(new Change.Forbidden());
        assertThat(settings.answers().orderTopicsInRoutes()).isFalse();
        assertThat(file()).doesNotExist();
    }

    @Test
    void unknownKeysAndBadValuesAreNamedAndNothingOfTheChangeHolds() {
        RuntimeSettings settings = settings();
        assertThat(
                        settings.change(
                                Map.of(
                                        "orderMessageEnable", "true",
                                        "waitSecondsForService", "soon",
                                        "noSuchKey", "1")))
                .isInstanceOfSatisfying(
                        Change.Wrong.class,
                        wrong ->
                                assertThat(wrong.complaints())
                                        .containsExactlyInAnyOrder(
                                                "waitSecondsForService: soon (expected: a whole number from 0 to 86400)",
                                                "noSuchKey: unknown key"));
        assertThat(settings.answers().orderTopicsInRoutes()).isFalse();
    }

    @Test
    void keysThatAreNotUsedAreAcceptedWithoutEffect() {
        assertThat(settings().change(Map.of("defaultThreadPoolNums", "4")))
                .isEqualTo(new Change.Done());
        assertThat(new ChangesFile(file()).read()).isEmpty();
    }

    private RuntimeSettings settings() {
        MockEnvironment environment =
                new MockEnvironment()
                        .withProperty("apogee.namesrv.changes-file", file().toString());
        NamesrvProperties properties =
                Binder.get(environment).bindOrCreate("apogee.namesrv", NamesrvProperties.class);
        return new RuntimeSettings(properties, environment, Map.of("listenPort", "9876"));
    }

    private Path file() {
        return directory.resolve("namesrv.properties");
    }
}
