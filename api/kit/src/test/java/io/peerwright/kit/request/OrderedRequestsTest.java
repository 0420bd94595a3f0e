package io.peerwright.kit.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedRequestsTest {

  private static final class Asked {
    private final String name;
    private boolean over;

    Asked(String name) {
      this.name = name;
    }

    boolean isOver() {
      return over;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final OrderedRequests<Asked> requests = new OrderedRequests<>(3, Asked::isOver);
  private final Asked first = new Asked("first");
  private final Asked second = new Asked("second");
  private final Asked third = new Asked("third");

  private void addAll() {
    assertTrue(requests.add(first));
    assertTrue(requests.add(second));
    assertTrue(requests.add(third));
  }

  private List<Asked> askAgain() {
    List<Asked> told = new ArrayList<>();
    requests.askAgain(told::add);
    return told;
  }

  @Test
  void nothingIsThereBeforeTheFirst() {
    assertNull(requests.first());
    assertNull(requests.poll());
    assertNull(requests.find(each -> true));
    assertNull(requests.poll(each -> true));
    requests.onLinkLost();
    requests.removeIf(each -> true, each -> {});
    assertEquals(List.of(), askAgain());
  }

  /** Otherwise its answer would be taken for that of the next one. */
  @Test
  void oneThatIsOverKeepsItsPlace() {
    addAll();
    first.over = true;
    assertEquals(first, requests.first());
    assertEquals(first, requests.poll());
    assertEquals(second, requests.poll());
  }

  @Test
  void noMoreThanSoManyWait() {
    addAll();
    assertFalse(requests.add(new Asked("fourth")));
    assertEquals(first, requests.poll());
    assertTrue(requests.add(new Asked("fourth")));
  }

  @Test
  void whatNamesItsRequestIsFoundOutOfOrder() {
    addAll();
    assertEquals(second, requests.find(each -> each.name.startsWith("s")));
    assertEquals(second, requests.poll(each -> each.name.startsWith("s")));
    assertNull(requests.find(each -> each.name.startsWith("s")));
    assertEquals(List.of(first, third), askAgain());
  }

  @Test
  void aNewLinkIsAskedWhatIsStillWaitedFor() {
    addAll();
    second.over = true;
    requests.onLinkLost();
    third.over = true;
    assertEquals(List.of(first), askAgain());
    assertEquals(first, requests.poll());
    assertNull(requests.poll());
  }

  @Test
  void someAreRemovedAndTold() {
    addAll();
    List<Asked> told = new ArrayList<>();
    requests.removeIf(each -> each != second, told::add);
    assertEquals(List.of(first, third), told);
    assertEquals(List.of(second), askAgain());
  }
}
