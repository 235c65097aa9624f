package dev.sampan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.storage.LayerDraft;
import dev.sampan.engine.storage.LayerId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InOrderTest {

    private final List<Integer> closed = java.util.Collections.synchronizedList(new ArrayList<>());

    private record Numbered(int number, List<Integer> closed) implements LayerDraft {

        @Override
        public void unpack(InputStream tar) {}

        @Override
        public void commit(LayerId id, List<LayerId> parents) {}

        @Override
        public void close() {
            closed.add(number);
        }
    }

    /** The first waits for the second. */
    @Test
    void twoAreUnpackedAtTheSameTimeAndComeInTheirOrder() throws IOException {
        var second = new CountDownLatch(1);
        List<Callable<LayerDraft>> makers = List.of(
                () -> {
                    assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
                    return new Numbered(0, closed);
                },
                () -> {
                    second.countDown();
                    return new Numbered(1, closed);
                });
        try (var unpacking = new InOrder(makers)) {
            assertThat(unpacking.next()).isEqualTo(new Numbered(0, closed));
            assertThat(unpacking.next()).isEqualTo(new Numbered(1, closed));
        }
        assertThat(closed).isEmpty();
    }

    @Test
    void whatIsNotHandedOutIsDropped() throws IOException {
        List<Callable<LayerDraft>> makers = IntStream.range(0, 20)
                .<Callable<LayerDraft>>mapToObj(i -> () -> {
                    if (i == 2) {
                        throw new IOException("wrong diff id");
                    }
                    return new Numbered(i, closed);
                })
                .toList();
        try (var unpacking = new InOrder(makers)) {
            unpacking.next();
            unpacking.next();
            assertThatThrownBy(unpacking::next).isInstanceOf(IOException.class).hasMessage("wrong diff id");
        }
        assertThat(closed).doesNotContain(0, 1, 2).doesNotHaveDuplicates();
    }
}
