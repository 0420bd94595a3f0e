package io.peerwright.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerHeapTest {

  private static final TimerHeap.Owner ONE = () -> "one";
  private static final TimerHeap.Owner TWO = () -> "two";

  private record Model(long deadline, long sequence, long handle, int code) {}

  @Test
  void agreesWithASortedList() {
    Random random = new Random(7);
    TimerHeap heap = new TimerHeap();
    List<Model> model = new ArrayList<>();
    Comparator<Model> order =
        Comparator.comparingLong(Model::deadline).thenComparingLong(Model::sequence);
    for (int step = 0; step < 20_000; step++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          long deadline = random.nextInt(1000);
          long handle = heap.add(deadline, ONE, (code, argument) -> {}, step, -step);
          assertTrue(handle != 0);
          model.add(new Model(deadline, step, handle, step));
        }
        case 2 -> {
          if (!model.isEmpty()) {
            Model victim = model.remove(random.nextInt(model.size()));
            assertTrue(heap.cancel(ONE, victim.handle));
            assertFalse(heap.cancel(ONE, victim.handle));
          }
        }
        default -> expireOne(heap, model, order);
      }
      assertEquals(model.size(), heap.size());
    }
    model.forEach(each -> assertFalse(heap.cancel(TWO, each.handle)));
    while (!model.isEmpty()) {
      expireOne(heap, model, order);
    }
    assertTrue(heap.isEmpty());
  }

  private static void expireOne(TimerHeap heap, List<Model> model, Comparator<Model> order) {
    if (model.isEmpty()) {
      assertFalse(heap.expire(Long.MAX_VALUE, (owner, target, code, argument) -> {}));
      return;
    }
    Model first = model.stream().min(order).orElseThrow();
    assertFalse(heap.expire(first.deadline - 1, (owner, target, code, argument) -> {}));
    assertTrue(
        heap.expire(
            first.deadline,
            (owner, target, code, argument) -> {
              assertEquals(first.code, code);
              assertEquals(-first.code, argument);
            }));
    model.remove(first);
    assertFalse(heap.cancel(null, first.handle));
  }

  @Test
  void aClosingHostDropsItsTimersOnly() {
    TimerHeap heap = new TimerHeap();
    for (int i = 0; i < 100; i++) {
      heap.add(i, i % 3 == 0 ? ONE : TWO, (code, argument) -> {}, i, 0);
    }
    heap.cancelAll(ONE);
    assertEquals(66, heap.size());
    List<Integer> codes = new ArrayList<>();
    while (heap.expire(1000, (owner, target, code, argument) -> codes.add(code))) {
      assertFalse(codes.isEmpty());
    }
    assertEquals(66, codes.size());
    assertTrue(codes.stream().noneMatch(code -> code % 3 == 0));
    assertEquals(codes.stream().sorted().toList(), codes);
  }
}
