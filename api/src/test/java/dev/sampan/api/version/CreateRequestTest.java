package dev.sampan.api.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.api.container.ContainerCreateRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateRequestTest {

    @ParameterizedTest
    @CsvSource({"1.40, true", "1.43, true", "1.44, false", "1.56, false"})
    void aReadOnlyBindOfAnOlderClientIsNotRecursive(String version, boolean alone) {
        var request = CreateRequest.of(new ContainerCreateRequest(null, null, null), new ApiVersion(version));
        assertThat(request.readOnlyNonRecursive()).isEqualTo(alone);
    }
}
