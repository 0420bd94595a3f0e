package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the callbacks of an application throw reaches nobody but who looks after its loop. */
abstract class ThrowingMemberRules extends AbsentMemberRules {

  ThrowingMemberRules() {}

  /** Neither other members nor itself, when more comes. */
  @Test
  void aReceiverThatThrowsHarmsNobody() {
    Multicast multicast = b.as(Multicast.class);
    GroupProbe bad = new GroupProbe(b.machine());
    whereCallbacksThrow(
        b.machine(),
        thrown -> {
          b.end(
              "join",
              () ->
                  multicast.join(
                      group(1),
                      null,
                      (from, message) -> {
                        bad.accept(from, message);
                        throw thrown;
                      }));
          GroupProbe good = join(b, group(1));
          send(a, group(1), message(1));
          send(a, group(1), message(2));
          assertHeard(good, 1, 2);
          assertHeard(bad, 1, 2);
        });
  }

  /** Neither others who discover nor itself, when more is announced. */
  @Test
  void aDiscovererThatThrowsHarmsNobody() {
    Multicast multicast = b.as(Multicast.class);
    List<Group> bad = Collections.synchronizedList(new ArrayList<>());
    Consumer<Group> probe = GroupProbe.discovering(b.machine(), bad);
    announce(a, group(1));
    whereCallbacksThrow(
        b.machine(),
        thrown -> {
          b.machine()
              .run(
                  () ->
                      multicast.discover(
                          group -> {
                            probe.accept(group);
                            throw thrown;
                          }));
          Discovery good = discover(b);
          announce(a, group(2));
          announce(c, group(3));
          List<Group> all = List.of(group(1), group(2), group(3));
          assertEquals(all, good.found());
          assertEquals(all, List.copyOf(bad));
        });
  }
}
