package dev.sampan.engine.event;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What happens, told to those who listen, and the last {@value #KEPT} events for those who come later. Publishing never waits for a
 * listener: one that reads too slowly loses its newest events and is told how many.
 */
public final class Events {

    /** As many as Docker keeps. */
    static final int KEPT = 256;

    private static final int QUEUE = 1024;

    private final Deque<Event> recent = new ArrayDeque<>();
    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    private Instant last = Instant.EPOCH;

    /** Times of events only grow, so that since and until cut cleanly. */
    public void publish(String type, String action, String id, Map<String, String> attributes) {
        synchronized (this) {
            Instant now = Instant.now();
            last = now.isAfter(last) ? now : last.plusNanos(1);
            var event = new Event(type, action, id, attributes, last);
            recent.addLast(event);
            if (recent.size() > KEPT) {
                recent.removeFirst();
            }
            for (Subscription subscription : subscriptions) {
                subscription.offer(event);
            }
        }
    }

    /** Kept events of the past that match, oldest first; {@code from} and {@code to} are included. */
    public synchronized List<Event> past(Instant from, Instant to, Predicate<Event> filter) {
        var found = new ArrayList<Event>();
        for (Event event : recent) {
            if (!event.time().isBefore(from) && !event.time().isAfter(to) && filter.test(event)) {
                found.add(event);
            }
        }
        return found;
    }

    /** From now on; to be closed by the listener. */
    public Subscription subscribe(Predicate<Event> filter) {
        var subscription = new Subscription(List.of(), filter);
        synchronized (this) {
            subscriptions.add(subscription);
        }
        return subscription;
    }

    /** Kept events since {@code from}, and then what comes, without a gap between the two. */
    public Subscription subscribeSince(Instant from, Predicate<Event> filter) {
        synchronized (this) {
            var subscription = new Subscription(past(from, Instant.MAX, filter), filter);
            subscriptions.add(subscription);
            return subscription;
        }
    }

    /** How many listen now. */
    public synchronized int listeners() {
        return subscriptions.size();
    }

    /** One listener's queue. */
    public final class Subscription implements AutoCloseable {
        private final BlockingQueue<Event> queue;
        private final Predicate<Event> filter;
        private long lost;

        private Subscription(List<Event> first, Predicate<Event> filter) {
            this.queue = new LinkedBlockingQueue<>(Math.max(QUEUE, first.size()));
            this.queue.addAll(first);
            this.filter = filter;
        }

        private void offer(Event event) {
            if (filter.test(event) && !queue.offer(event)) {
                lost++;
            }
        }

        /** The next event, waiting for it; null when none came in that time. */
        public @org.jspecify.annotations.Nullable Event poll(long time, TimeUnit unit) throws InterruptedException {
            return queue.poll(time, unit);
        }

        public Event take() throws InterruptedException {
            return queue.take();
        }

        /** Events that this listener was too slow for. */
        public long lost() {
            synchronized (Events.this) {
                return lost;
            }
        }

        @Override
        public void close() {
            synchronized (Events.this) {
                subscriptions.remove(this);
            }
        }
    }
}
