package dev.sampan.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Fd;
import dev.sampan.linux.syscall.Kernel;
import dev.sampan.linux.syscall.Sockets;
import dev.sampan.linux.syscall.Sys;
import dev.sampan.linux.trace.Traced;
import dev.sampan.linux.trace.Tracer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A netlink socket, ours or one that was opened in a namespace where no thread of ours may go. Calls from several threads take
 * turns; nothing is left unread between them.
 */
public final class NetlinkSocket implements AutoCloseable {

    private static final int NETLINK_CAP_ACK = 10;
    /** The kernel makes dump datagrams of up to 32 KiB when the reader has room for them. */
    private static final int DUMP_BUFFER = 32 * 1024;

    private static final int ACK_BUFFER = 4096;
    private static final int DUMP_ATTEMPTS = 5;
    /** Below net.core.wmem_default of every kernel. */
    private static final int USUAL_SEND_BUFFER = 128 * 1024;

    private final int fd;
    private final String where;
    private final Runnable close;
    private final ReentrantLock turn = new ReentrantLock();
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment errno = Kernel.errnoSlot(arena);
    private MemorySegment outgoing = arena.allocate(ACK_BUFFER, 8);
    private MemorySegment incoming = arena.allocate(ACK_BUFFER, 8);
    private int sequence = 1;

    private NetlinkSocket(int fd, String where, Runnable close) {
        this.fd = fd;
        this.where = where;
        this.close = close;
        option(Sockets.NETLINK_EXT_ACK);
        option(NETLINK_CAP_ACK);
    }

    /** A new socket in the JVM's network namespace; the protocol is NETLINK_ROUTE or NETLINK_NETFILTER. */
    public static NetlinkSocket open(int protocol) {
        Fd fd = Sockets.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, protocol);
        return new NetlinkSocket(fd.number(), "", fd::close);
    }

    /**
     * Works on a socket that somebody else opened and closes.
     *
     * @param where what brings a shell to the socket's namespace, put before each command that is shown: {@code nsenter ...}
     */
    public static NetlinkSocket on(int fd, String where) {
        return new NetlinkSocket(fd, where, () -> {});
    }

    /**
     * Sends all requests at once and waits for the kernel's word on the last.
     *
     * @throws ErrnoException for the first one that was refused; its followers were tried all the same
     */
    public void execute(List<? extends Request> requests) {
        transact(requests, 0, requests.size());
    }

    public void execute(Request... requests) {
        execute(List.of(requests));
    }

    /**
     * The same for a batch that begins and ends with a bracket which the kernel does not acknowledge, as nftables has them: all
     * or nothing.
     */
    public void executeBatch(Request begin, List<? extends Request> requests, Request end) {
        var all = new ArrayList<Request>(requests.size() + 2);
        all.add(begin);
        all.addAll(requests);
        all.add(end);
        transact(all, 1, all.size() - 1);
    }

    /** What the kernel has of one kind; asked again when it changed meanwhile. */
    public List<Message> dump(Request request) {
        turn.lock();
        try {
            for (int attempt = 1; ; attempt++) {
                var answers = new ArrayList<Message>();
                if (!dumpOnce(request, answers) || attempt == DUMP_ATTEMPTS) {
                    return answers;
                }
            }
        } finally {
            turn.unlock();
        }
    }

    /** The one answer to a request for one thing. */
    public Message get(Request request) {
        turn.lock();
        try {
            long began = System.nanoTime();
            int first = send(List.of(request), -1);
            while (true) {
                for (Message message : receive()) {
                    if (message.sequence() != first) {
                        continue;
                    }
                    if (message.type() == Message.NLMSG_ERROR) {
                        throw refused(request, message);
                    }
                    trace(List.of(request), "1 answer", began);
                    return message;
                }
            }
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        close.run();
    }

    private void transact(List<? extends Request> requests, int from, int to) {
        if (to == from) {
            return;
        }
        turn.lock();
        try {
            long began = System.nanoTime();
            int first = send(requests, to - 1);
            int last = first + to - 1;
            ErrnoException failure = null;
            boolean answered = false;
            while (!answered) {
                for (Message message : receive()) {
                    int index = message.sequence() - first;
                    if (message.type() != Message.NLMSG_ERROR || index < 0 || index >= requests.size()) {
                        continue; // an answer that nobody waits for any more
                    }
                    if (message.errno() != 0 && failure == null) {
                        // A batch that is refused as a whole is refused in the name of its opening bracket.
                        failure = refused(requests.get(index < from ? from : index), message);
                    }
                    answered |= message.sequence() == last || index < from;
                }
            }
            trace(requests, failure == null ? "ack" : failure.errno().name(), began);
            if (failure != null) {
                throw failure;
            }
        } finally {
            turn.unlock();
        }
    }

    private boolean dumpOnce(Request request, List<Message> answers) {
        long began = System.nanoTime();
        room(DUMP_BUFFER);
        int first = send(List.of(request), -1);
        boolean interrupted = false;
        while (true) {
            for (Message message : receive()) {
                if (message.sequence() != first) {
                    continue;
                }
                interrupted |= (message.flags() & Message.NLM_F_DUMP_INTR) != 0;
                if (message.type() == Message.NLMSG_ERROR || message.type() == Message.NLMSG_DONE) {
                    if (message.errno() != 0) {
                        throw refused(request, message);
                    }
                    trace(List.of(request), answers.size() + " answers", began);
                    return interrupted;
                }
                answers.add(message);
            }
        }
    }

    /** Answers the sequence number of the first message. */
    private int send(List<? extends Request> requests, int acknowledged) {
        int first = sequence;
        var writer = new NetlinkWriter();
        for (int i = 0; i < requests.size(); i++) {
            Request request = requests.get(i);
            int flags = request.flags() | Request.NLM_F_REQUEST | (i == acknowledged ? Request.NLM_F_ACK : 0);
            writer.message(request.type(), flags, sequence++, request::encode);
        }
        byte[] bytes = writer.toBytes();
        if (bytes.length > USUAL_SEND_BUFFER) {
            // What does not fit into the buffer as a whole is refused with EMSGSIZE.
            Sockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_SNDBUFFORCE, bytes.length);
        }
        if (outgoing.byteSize() < bytes.length) {
            outgoing = arena.allocate(bytes.length * 2L, 8);
        }
        MemorySegment.copy(bytes, 0, outgoing, JAVA_BYTE, 0, bytes.length);
        long sent = Kernel.syscall(errno, Sys.SENDTO, fd, outgoing.address(), bytes.length, 0, 0, 0);
        if (sent < 0) {
            throw new ErrnoException("sendto", requests.getFirst().sameAs(), (int) -sent);
        }
        return first;
    }

    private List<Message> receive() {
        long length = Kernel.syscall(
                errno, Sys.RECVFROM, fd, incoming.address(), incoming.byteSize(), Sockets.MSG_TRUNC, 0, 0);
        if (length == -Errno.ENOBUFS.number()) {
            throw new ErrnoException("recvfrom", "netlink answers were lost", Errno.ENOBUFS);
        }
        if (length < 0) {
            throw new ErrnoException("recvfrom", "netlink", (int) -length);
        }
        if (length > incoming.byteSize()) {
            throw new MalformedNetlink("a datagram of " + length + " bytes");
        }
        return Message.read(incoming.asSlice(0, length).toArray(JAVA_BYTE));
    }

    private void room(int size) {
        if (incoming.byteSize() < size) {
            incoming = arena.allocate(size, 8);
        }
    }

    private ErrnoException refused(Request request, Message answer) {
        String explanation = answer.explanation();
        return new ErrnoException(
                "netlink",
                where + request.sameAs() + (explanation.isEmpty() ? "" : ": " + explanation),
                answer.errno());
    }

    /** The kernel answers several requests at once, so the first carries the time of all. */
    private void trace(List<? extends Request> requests, String result, long began) {
        if (!Tracer.active()) {
            return;
        }
        long took = System.nanoTime() - began;
        for (Request request : requests) {
            if (!request.sameAs().isEmpty()) {
                Tracer.emit(
                        new Traced(Traced.Kind.NETLINK, "same as: " + where + request.sameAs(), result, began, took));
                took = 0;
            }
        }
    }

    /** Kernels before 4.12 do not know these; their errors are shorter then. */
    private void option(int name) {
        var one = arena.allocate(4, 4);
        one.set(JAVA_INT, 0, 1);
        Kernel.syscall(errno, Sys.SETSOCKOPT, fd, Sockets.SOL_NETLINK, name, one.address(), 4, 0);
    }
}
