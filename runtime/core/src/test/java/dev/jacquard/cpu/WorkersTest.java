package dev.jacquard.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyUnitIsDoneExactlyOnce(int threads) {
        try (Workers workers = Workers.of(threads)) {
            for (int count : new int[] {0, 1, 2, 9, 100, 1000}) {
                for (int grain : new int[] {1, 3, 64, 5000}) {
                    AtomicIntegerArray done = new AtomicIntegerArray(count + 1);
                    workers.run((from, to) -> {
                        for (int i = from; i < to; i++) {
                            done.incrementAndGet(i);
                        }
                    }, count, grain);
                    for (int i = 0; i < count; i++) {
                        assertThat(done.get(i)).as("unit %d of %d, grain %d", i, count, grain).isEqualTo(1);
                    }
                }
            }
        }
    }

    @Test
    void manyShortRunsOneAfterTheOtherLoseNothing() {
        try (Workers workers = Workers.of(4)) {
            AtomicInteger done = new AtomicInteger();
            Task task = (from, to) -> done.addAndGet(to - from);
            for (int round = 0; round < 20_000; round++) {
                workers.run(task, 1 + round % 13, 1);
            }
            int expected = 0;
            for (int round = 0; round < 20_000; round++) {
                expected += 1 + round % 13;
            }
            assertThat(done.get()).isEqualTo(expected);
        }
    }

    @Test
    void aRegionDoesAllUnitsOfAllItsParts() {
        AtomicIntegerArray done = new AtomicIntegerArray(30);
        Region region = Region.of(new Region.Part((from, to) -> mark(done, from, to), 17, 4), new Region.Part((_, _) -> {
        }, 0, 1), new Region.Part((from, to) -> mark(done, 17 + from, 17 + to), 13, 5));
        assertThat(region.chunks()).isEqualTo(5 + 0 + 3);
        try (Workers workers = Workers.of(3)) {
            for (int round = 1; round <= 200; round++) {
                workers.run(region);
                for (int i = 0; i < 30; i++) {
                    assertThat(done.get(i)).isEqualTo(round);
                }
            }
        }
    }

    private static void mark(AtomicIntegerArray done, int from, int to) {
        for (int i = from; i < to; i++) {
            done.incrementAndGet(i);
        }
    }

    @Test
    void threadsWorkAtTheSameTime() {
        try (Workers workers = Workers.of(3)) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            CountDownLatch all = new CountDownLatch(3);
            workers.run((_, _) -> {
                threads.add(Thread.currentThread());
                all.countDown();
                // Every chunk waits for the two others: one thread alone would never finish.
                await(all);
            }, 3, 1);
            assertThat(threads).hasSize(3).contains(Thread.currentThread());
        }
    }

    /** As a core that is busy with something else would hold it: nothing of a region but that chunk waits for the helper. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void whileTheHelpersAreHeldInTheirFirstChunkTheCallerDoesTheirOthers(int threads) {
        int chunks = 40;
        AtomicIntegerArray done = new AtomicIntegerArray(chunks);
        Set<Integer> held = ConcurrentHashMap.newKeySet();
        Set<Integer> own = ConcurrentHashMap.newKeySet();
        CountDownLatch allHeld = new CountDownLatch(threads - 1);
        CountDownLatch release = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        try (Workers workers = Workers.of(threads)) {
            workers.run(Region.of((chunk, _) -> {
                if (Thread.currentThread() == caller) {
                    await(allHeld);
                    own.add(chunk);
                    if (own.size() == chunks - (threads - 1)) {
                        release.countDown();
                    }
                } else {
                    held.add(chunk);
                    allHeld.countDown();
                    await(release);
                }
                done.incrementAndGet(chunk);
            }, chunks, 1));
        }
        assertThat(held).hasSize(threads - 1);
        assertThat(own).hasSize(chunks - (threads - 1)).doesNotContainAnyElementsOf(held);
        for (int chunk = 0; chunk < chunks; chunk++) {
            assertThat(done.get(chunk)).as("chunk %d", chunk).isEqualTo(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFailureReachesTheCallerAndTheWorkersLiveOn(int threads) {
        try (Workers workers = Workers.of(threads)) {
            for (int round = 0; round < 50; round++) {
                assertThatThrownBy(() -> workers.run((from, to) -> {
                    if (from <= 7 && 7 < to) {
                        throw new IllegalStateException("chunk seven");
                    }
                }, 20, 1)).isInstanceOf(IllegalStateException.class).hasMessage("chunk seven");
                AtomicInteger done = new AtomicInteger();
                workers.run((from, to) -> done.addAndGet(to - from), 20, 1);
                assertThat(done).hasValue(20);
            }
        }
    }

    @Test
    void sleepingThreadsWakeUp() throws InterruptedException {
        try (Workers workers = Workers.of(2)) {
            for (int round = 0; round < 5; round++) {
                Thread.sleep(20);
                CountDownLatch both = new CountDownLatch(2);
                workers.run((_, _) -> {
                    both.countDown();
                    await(both);
                }, 2, 1);
            }
        }
    }

    @Test
    void idleThreadsSleep() throws InterruptedException {
        try (Workers workers = Workers.of(2)) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            while (threads.size() < 2) {
                workers.run((_, _) -> threads.add(Thread.currentThread()), 50, 1);
            }
            threads.remove(Thread.currentThread());
            Thread helper = threads.iterator().next();
            for (int i = 0; i < 500 && helper.getState() != Thread.State.WAITING; i++) {
                Thread.sleep(10);
            }
            assertThat(helper.getState()).isEqualTo(Thread.State.WAITING);
            assertThat(helper.isDaemon()).isTrue();
        }
    }

    @Test
    void aTaskMayUseTheWorkersItself() {
        try (Workers workers = Workers.of(3)) {
            AtomicInteger done = new AtomicInteger();
            workers.run((_, _) -> workers.run((from, to) -> done.addAndGet(to - from), 10, 1), 10, 1);
            assertThat(done).hasValue(100);
        }
    }

    @Test
    void sizesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Workers.of(0)).hasMessageContaining("0 threads").hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Region.Part((_, _) -> {
        }, 3, 0)).hasMessageContaining("grain of 0");
        assertThatThrownBy(() -> new Region.Part((_, _) -> {
        }, -3, 1)).hasMessageContaining("-3 units");
    }
}
