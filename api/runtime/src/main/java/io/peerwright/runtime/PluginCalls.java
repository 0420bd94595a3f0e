package io.peerwright.runtime;

import io.peerwright.api.Reason;
import io.peerwright.runtime.PeerPlan.Step;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of plug-ins by which a peer is opened. What one throws names the plug-in and its
 * section; one that does not return is told of while it is under way, for the loop that it holds up
 * can tell nothing.
 */
final class PluginCalls {

  /** A call that is found under way twice, with this between, blocks. */
  private static final Executor LATER = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

  /** A method that is being called. */
  private record Call(Step<?> step, String method, Thread thread) {

    /** Which plug-in blocks in which method, and what it is doing there. */
    String blocks() {
      return step + " blocks in " + method + "(), which must not wait" + doing(thread);
    }
  }

  private final String peer;
  private final Consumer<String> teller;
  private volatile @Nullable Call current;
  private volatile boolean over;

  /**
   * For one peer.
   *
   * @param teller hears which plug-in blocks
   */
  PluginCalls(String peer, Consumer<String> teller) {
    this.peer = peer;
    this.teller = teller;
  }

  /** Looks from time to time, until {@link #end}, whether one blocks; what does is told once. */
  void watch() {
    watch(null);
  }

  private void watch(@Nullable Call before) {
    LATER.execute(
        () -> {
          Call now = current;
          if (now != null && now == before) {
            teller.accept(now.blocks());
          } else if (!over) {
            watch(now);
          }
        });
  }

  /** All is made, or nothing more is. */
  void end() {
    over = true;
  }

  /** Which plug-in is being called and does not return; empty if none is. */
  String blocked() {
    Call now = current;
    return now == null ? "" : now.blocks();
  }

  /**
   * Calls a method.
   *
   * @param failure what it means if that fails, for the message
   * @throws PeerwrightException if it throws, or returns null
   */
  <T> T call(Step<?> step, String method, String failure, Supplier<? extends @Nullable T> work) {
    current = new Call(step, method, Thread.currentThread());
    try {
      T made = work.get();
      if (made == null) {
        throw new IllegalStateException("its " + method + "() returned null");
      }
      return made;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw failed(step, failure, e);
    } finally {
      current = null;
    }
  }

  /** What became of a step. */
  PeerwrightException failed(Step<?> step, String failure, Throwable cause) {
    String what = "the peer \"" + peer + "\": " + step + " " + failure;
    if (PeerwrightException.plain(cause) instanceof LinkageError missing) {
      String why = Origin.missing(Origin.of(step.provider().getClass()), missing);
      return new PeerwrightException(Reason.FAILED, what + ": " + why, missing);
    }
    return PeerwrightException.of(what, cause);
  }

  /** Where a thread is, and which code but that of the JDK took it there. */
  static String doing(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    if (stack.length == 0) {
      return "";
    }
    String top = place(stack[0]);
    for (StackTraceElement frame : stack) {
      if (!isOfTheJdk(frame)) {
        return ": it is at " + top + (frame == stack[0] ? "" : ", called by " + place(frame));
      }
    }
    return ": it is at " + top;
  }

  private static String place(StackTraceElement frame) {
    String line = frame.getFileName() + ":" + frame.getLineNumber();
    return frame.getClassName() + "." + frame.getMethodName() + "(" + line + ")";
  }

  private static boolean isOfTheJdk(StackTraceElement frame) {
    String module = frame.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }
}
