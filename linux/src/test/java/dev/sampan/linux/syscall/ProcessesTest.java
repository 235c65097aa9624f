package dev.sampan.linux.syscall;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A number that is no process is refused before the kernel takes it for a group or for everybody. Signal 0 only asks. */
class ProcessesTest {

    static Stream<IntConsumer> calls() {
        return Stream.of(
                pid -> Processes.kill(pid, 0),
                Processes::pidfdOpen,
                pid -> Processes.waitid(Processes.P_PID, pid, Processes.WEXITED));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void refusesWhatIsNoProcess(IntConsumer call) {
        for (int pid : new int[] {0, -1, -4711, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> call.accept(pid))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not the pid of a process: " + pid);
        }
    }
}
