package dev.sampan.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerStatusTest {

    @ParameterizedTest
    @CsvSource({
        "PT0.9S, Less than a second",
        "PT1S, 1 second",
        "PT59S, 59 seconds",
        "PT1M, About a minute",
        "PT59M, 59 minutes",
        "PT1H, About an hour",
        "PT1H31M, 2 hours",
        "PT47H, 47 hours",
        "PT48H, 2 days",
        "P14D, 2 weeks",
        "P60D, 2 months",
        "P730D, 2 years"
    })
    void saysATimeAsDockersClientsDo(Duration ago, String words) {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        assertThat(ContainerStatus.ago(now.minus(ago), now)).isEqualTo(words);
    }
}
