package dev.sampan.engine.storage.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.storage.LayerId;
import dev.sampan.engine.storage.Usage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerRecordTest {

    @Test
    void oneThatWasCutOffAnywhereIsDamaged() throws IOException {
        for (var parents : List.of(List.<LayerId>of(), List.of(new LayerId("a".repeat(64))))) {
            var record = LayerRecord.readOnly(parents, new Usage(4096, 17, 3));
            byte[] whole = record.bytes();
            assertThat(LayerRecord.parse(whole)).isEqualTo(record);
            for (int length = 0; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> LayerRecord.parse(part))
                        .as("the first %d bytes", length)
                        .isInstanceOf(IOException.class);
            }
        }
    }
}
