package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.tck.mutants.Mutant;
import java.nio.ByteBuffer;
import java.util.List;

/** Faults of links that end. */
final class ClosingMutants {

  private ClosingMutants() {}

  static List<Mutant<Fault>> all() {
    return List.of(
        StreamMutants.mutant(
            "LosesTail", LosesTail::new, "Closing", "endedOutputDeliversWhatWasTaken"),
        StreamMutants.mutant(
            "HalfCloseClosesBoth",
            HalfCloseClosesBoth::new,
            "Closing",
            "halfClosedLinkCarriesTheOtherDirection"),
        StreamMutants.mutant(
            "WritesAfterEnd", WritesAfterEnd::new, "Closing", "endedOutputTakesNothing"),
        StreamMutants.mutant(
            "CloseIsAbort", CloseIsAbort::new, "Closing", "closeDeliversWhatWasTaken"),
        StreamMutants.mutant(
            "AbortIsClose", AbortIsClose::new, "Closing", "abortTellsItsReasonHereAndResetThere"),
        StreamMutants.mutant(
            "AbortCallsBack", AbortCallsBack::new, "Closing", "closeAndAbortDoNotCallBackAtOnce"),
        StreamMutants.mutant(
            "SwapsReason", SwapsReason::new, "Closing", "acceptedEndMayEndItsOutputFirst"),
        StreamMutants.mutant("ClosedTwice", ClosedTwice::new, "Closing", "closingTwiceClosesOnce"),
        StreamMutants.mutant(
            "DataAfterClosed", DataAfterClosed::new, "Closing", "abortDeliversNoMoreHere"),
        StreamMutants.mutant("NeverClosed", NeverClosed::new, "Closing", "bothEndsMayEndAtOnce"));
  }

  /** Holds the last byte of each write back until the next one. */
  private static final class LosesTail extends StreamTap {
    private final ByteBuffer held = ByteBuffer.allocate(1).limit(0);

    @Override
    public int write(ByteBuffer source) {
      inner.write(held);
      int taken = 0;
      if (source.remaining() > 1) {
        ByteBuffer head = source.duplicate().limit(source.limit() - 1);
        taken = inner.write(head);
        source.position(head.position());
      }
      if (source.remaining() == 1 && !held.hasRemaining()) {
        held.clear().put(source).flip();
        taken++;
      }
      return taken;
    }
  }

  private static final class HalfCloseClosesBoth extends StreamTap {
    @Override
    public void closeOutput() {
      inner.close();
    }
  }

  private static final class WritesAfterEnd extends StreamTap {
    private boolean ended;

    @Override
    public void closeOutput() {
      ended = true;
      super.closeOutput();
    }

    @Override
    public int write(ByteBuffer source) {
      if (!ended) {
        return inner.write(source);
      }
      int swallowed = source.remaining();
      source.position(source.limit());
      return swallowed;
    }
  }

  private static final class CloseIsAbort extends StreamTap {
    @Override
    public void close() {
      inner.abort(Reason.CANCELLED);
    }
  }

  private static final class AbortIsClose extends StreamTap {
    private Reason reason;

    @Override
    public void abort(Reason why) {
      reason = why;
      inner.close();
    }

    @Override
    public void onClosed(Link link, Reason why) {
      super.onClosed(link, reason == null ? why : reason);
    }
  }

  private static final class AbortCallsBack extends StreamTap {
    private boolean told;

    @Override
    public void abort(Reason reason) {
      told = true;
      inner.abort(reason);
      handler.onClosed(this, reason);
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      if (!told) {
        super.onClosed(link, reason);
      }
    }
  }

  private static final class SwapsReason extends StreamTap {
    @Override
    public void onClosed(Link link, Reason reason) {
      super.onClosed(link, reason == Reason.ENDED ? Reason.RESET : reason);
    }
  }

  private static final class ClosedTwice extends StreamTap {
    @Override
    public void onClosed(Link link, Reason reason) {
      super.onClosed(link, reason);
      super.onClosed(link, reason);
    }
  }

  private static final class DataAfterClosed extends StreamTap {
    @Override
    public void onClosed(Link link, Reason reason) {
      super.onClosed(link, reason);
      super.onData(link, ByteBuffer.allocate(10).asReadOnlyBuffer());
    }
  }

  private static final class NeverClosed extends StreamTap {
    @Override
    public void onClosed(Link link, Reason reason) {
      if (reason != Reason.ENDED) {
        super.onClosed(link, reason);
      }
    }
  }
}
