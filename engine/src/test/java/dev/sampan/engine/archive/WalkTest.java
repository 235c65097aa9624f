package dev.sampan.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.syscall.Content;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Files;
import dev.sampan.linux.syscall.Names;
import dev.sampan.testkit.NeedsRoot;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a container can do to a tree, a walk survives: any depth, and changes on the way. */
@NeedsRoot
@Timeout(120)
class WalkTest {

    /** Deeper than a path is long, than a process has descriptors, and than a thread's stack. */
    private static final int DEEP = 30_000;

    @TempDir
    Path folder;

    private Fd root;

    @BeforeEach
    void open() throws IOException {
        root = Tree.open(java.nio.file.Files.createDirectory(folder.resolve("tree")));
    }

    /** JUnit's own clean-up could not remove what is deep. */
    @AfterEach
    void close() throws IOException {
        root.close();
        for (String name : new String[] {"tree", "copy"}) {
            Tree.remove(folder.resolve(name));
        }
    }

    @Test
    void aDeepTreeIsCounted() throws IOException {
        deep(DEEP);

        assertThat(TreeUsage.of(root).inodes()).isEqualTo(DEEP + 2);
        assertThat(TreeUsage.of(root).apparent()).isEqualTo(4);
    }

    @Test
    void aDeepTreeIsRemoved() throws IOException {
        deep(DEEP);

        Tree.remove(folder.resolve("tree"));

        assertThat(folder.resolve("tree")).doesNotExist();
    }

    @Test
    void aDeepTreeIsPacked() throws IOException {
        deep(6_000);
        var written = new AtomicLong();

        new Pack(new FilterOutputStream(OutputStream.nullOutputStream()) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        written.addAndGet(length);
                    }
                })
                .contents(root);

        assertThat(written.get()).isGreaterThan(6_000L * 6_000); // each entry has its whole path
    }

    @Test
    void aDeepTreeIsCopiedWithItsHardLinks() throws IOException {
        deep(DEEP);
        try (var way = new Descent(root)) {
            for (int i = 0; i < DEEP; i++) {
                way.down("d");
            }
            Names.linkat(way.directory().number(), "end", way.directory().number(), "end2", 0);
        }
        try (Fd copy = Tree.open(java.nio.file.Files.createDirectory(folder.resolve("copy")))) {
            new TreeCopy().contents(root, copy);

            assertThat(TreeUsage.of(copy).inodes()).isEqualTo(DEEP + 2); // the file has two names
        }
    }

    @Test
    void aWideDirectoryIsCountedWhole() throws IOException {
        for (int i = 0; i < 25_000; i++) {
            Names.mknodat(root.number(), "f" + i, 0100644, 0);
        }

        assertThat(TreeUsage.of(root).inodes()).isEqualTo(25_001);
    }

    /** The walk stands below level 64 when what is above it goes elsewhere: it neither fails nor leaves the tree. */
    @Test
    void aBranchThatIsMovedAwayEndsTheWalkThroughItOnly() throws IOException {
        deep(200);
        Names.mkdirat(root.number(), "z", 0755);
        var seen = new AtomicLong();
        var moved = new AtomicBoolean();
        Walk.below(root, new Walk.Visitor() {
            @Override
            public boolean visit(Fd parent, String name) {
                seen.incrementAndGet();
                if (name.equals("end") && !moved.getAndSet(true)) {
                    move(100);
                }
                return !name.equals("end") && !name.equals("z");
            }
        });

        assertThat(moved).isTrue();
        assertThat(seen.get()).isEqualTo(202); // z of the root, too
    }

    private void move(int level) {
        try (var way = new Descent(root)) {
            for (int i = 0; i < level; i++) {
                way.down("d");
            }
            Names.renameat2(way.directory().number(), "d", root.number(), "a", 0);
        }
    }

    @Test
    void aTreeWhoseNamesChangeAllTheTimeIsCountedPackedAndRemoved() throws Exception {
        var stop = new AtomicBoolean();
        for (int i = 0; i < 50; i++) {
            Names.mkdirat(root.number(), "d" + i, 0755);
        }
        Thread mover = Thread.ofPlatform().start(() -> {
            for (int i = 0; !stop.get(); i++) {
                exchange("d" + i % 50, "e" + i % 50);
                exchange("e" + i % 50, "d" + i % 50);
            }
        });
        try {
            for (int i = 0; i < 200; i++) {
                TreeUsage.of(root);
                new Pack(OutputStream.nullOutputStream()).contents(root);
            }
        } finally {
            stop.set(true);
            mover.join();
        }
    }

    private void exchange(String from, String to) {
        try {
            Names.renameat2(root.number(), from, root.number(), to, 0);
        } catch (ErrnoException e) {
            assertThat(e.is(Errno.ENOENT)).isTrue();
        }
    }

    private void deep(int levels) {
        try (var way = new Descent(root)) {
            for (int i = 0; i < levels; i++) {
                Names.mkdirat(way.directory().number(), "d", 0755);
                way.down("d");
            }
            try (Fd end = Files.openat(way.directory().number(), "end", Files.O_WRONLY | Files.O_CREAT, 0644)) {
                Content.write(end.number(), "here".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
        }
    }
}
