package io.peerwright.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class LoopGuardTest {

  private boolean current = true;

  private final Loop loop =
      (Loop)
          Proxy.newProxyInstance(
              Loop.class.getClassLoader(),
              new Class<?>[] {Loop.class},
              (self, method, arguments) -> current);

  private final LoopGuard guard = new LoopGuard(loop, "the peer \"alice\"", () -> "worker-7");

  private interface Doubling extends Capability {
    int twice(int number);

    Handle keep(int number);

    CompletionStage<Handle> keepLater(int number);
  }

  private int closed;

  private final Doubling plain =
      new Doubling() {
        @Override
        public int twice(int number) {
          if (number < 0) {
            throw new IllegalArgumentException("number must be at least 0");
          }
          return 2 * number;
        }

        @Override
        public Handle keep(int number) {
          return () -> closed++;
        }

        @Override
        public CompletionStage<Handle> keepLater(int number) {
          return CompletableFuture.completedStage(keep(number));
        }
      };

  private final Doubling guarded = guard.guard(Doubling.class, plain);

  @Test
  void passesCallsOnTheLoop() {
    assertEquals(14, guarded.twice(7));
    guarded.keep(1).close();
    assertEquals(1, closed);
  }

  @Test
  void refusesAnyOtherThreadAndSaysWhatToDo() {
    current = false;
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> guarded.twice(7));
    assertEquals(
        "Doubling.twice of the peer \"alice\" was called by the thread \"worker-7\", but is for"
            + " the loop of its peer; write peer.ask(Doubling.class, ...) or peer.call, or hand it"
            + " to host.loop().execute",
        refused.getMessage());
  }

  @Test
  void guardsTheHandlesThatItReturns() {
    Handle handle = guarded.keep(1);
    current = false;
    assertThrows(IllegalStateException.class, handle::close);
    assertEquals(0, closed);
  }

  @Test
  void guardsTheHandlesThatItsStagesBring() {
    Handle handle = guarded.keepLater(1).toCompletableFuture().join();
    current = false;
    assertThrows(IllegalStateException.class, handle::close);
    assertEquals(0, closed);
  }

  @Test
  void guardsTheCapabilitiesOfAnOverlay() {
    Overlay inner = Mockito.mock(Overlay.class);
    Mockito.when(inner.name()).thenReturn("inner");
    Mockito.when(inner.as(Doubling.class)).thenReturn(Optional.of(plain));
    Overlay overlay = guard.guard(Overlay.class, inner);
    current = false;
    assertEquals("inner", overlay.name());
    Doubling doubling = overlay.as(Doubling.class).orElseThrow();
    assertThrows(IllegalStateException.class, () -> doubling.twice(7));
    assertThrows(IllegalStateException.class, overlay::neighbours);
    current = true;
    assertEquals(14, doubling.twice(7));
  }

  @Test
  void throwsWhatTheCapabilityThrows() {
    assertEquals(
        "number must be at least 0",
        assertThrows(IllegalArgumentException.class, () -> guarded.twice(-1)).getMessage());
  }

  @Test
  void isEqualToItself() {
    current = false;
    assertEquals(guarded, guard.guard(Doubling.class, plain));
    assertEquals(guarded.hashCode(), plain.hashCode());
    assertEquals(guarded.toString(), plain.toString());
    assertNotEquals(guarded, guard.guard(Handle.class, () -> {}));
  }

  @Test
  void leavesWhatIsNoInterface() {
    String text = "text";
    assertSame(text, guard.guard(String.class, text));
  }
}
