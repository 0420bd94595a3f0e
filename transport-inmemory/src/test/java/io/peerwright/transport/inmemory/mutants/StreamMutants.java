package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Link;
import io.peerwright.tck.mutants.Mutant;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Faults of open links. */
final class StreamMutants {

  private StreamMutants() {}

  static List<Mutant<Fault>> all() {
    return List.of(
        mutant(
            "DeliversWithoutCredit",
            DeliversWithoutCredit::new,
            "BackPressure",
            "deliversNothingWithoutCredit"),
        mutant(
            "CreditCountsBuffers", CreditCountsBuffers::new, "BackPressure", "countsCreditInBytes"),
        mutant("CreditDoesNotAddUp", CreditDoesNotAddUp::new, "BackPressure", "addsUpCredit"),
        mutant(
            "NeverWritable",
            NeverWritable::new,
            "BackPressure",
            "writableComesAgainForEachTransition"),
        mutant(
            "WritableTwice", WritableTwice::new, "BackPressure", "writableComesOncePerShortWrite"),
        mutant(
            "TakesEverything",
            TakesEverything::new,
            "BackPressure",
            "writeTakesNoMoreThanTheSendBuffer"),
        mutant("EndNeedsCredit", EndNeedsCredit::new, "BackPressure", "endOfInputNeedsNoCredit"),
        mutant(
            "EndOvertakesBytes",
            EndOvertakesBytes::new,
            "BackPressure",
            "endOfInputComesAfterTheBytes"),
        onLoop(
            "RetainsCallerBuffer",
            RetainsCallerBuffer::new,
            "Streams",
            "keepsNothingOfTheCallersBuffer"),
        mutant(
            "PositionStays",
            PositionStays::new,
            "Streams",
            "takesBytesBetweenPositionAndLimitOnly"),
        mutant("WritableBuffer", WritableBuffer::new, "FaultyHandlers", "buffersShowNoOtherBytes"),
        mutant("LittleEndian", LittleEndian::new, "Streams", "carriesBytesBothWays"),
        mutant("RedeliversUnread", RedeliversUnread::new, "Streams", "dropsWhatIsLeftUnread"),
        mutant("FlipsABit", FlipsABit::new, "Streams", "carriesALotIntactInOddPieces"),
        mutant(
            "SwallowsException",
            SwallowsException::new,
            "FaultyHandlers",
            "throwingInOnDataEndsTheLink"));
  }

  static Mutant<Fault> mutant(String name, Supplier<StreamTap> tap, String theme, String test) {
    return onLoop(name, loop -> tap.get(), theme, test);
  }

  private static Mutant<Fault> onLoop(
      String name, Function<Loop, StreamTap> tap, String theme, String test) {
    Fault fault =
        new Fault() {
          @Override
          public StreamTap stream(Loop loop) {
            return tap.apply(loop);
          }
        };
    return new Mutant<>(name, fault, theme, test);
  }

  private static final class DeliversWithoutCredit extends StreamTap {
    @Override
    public void onOpen(Link link) {
      super.onOpen(link);
      inner.request(UNLIMITED);
    }
  }

  private static final class CreditCountsBuffers extends StreamTap {
    @Override
    public void request(int bytes) {
      inner.request((int) Math.min(UNLIMITED, bytes * 1448L));
    }
  }

  private static final class CreditDoesNotAddUp extends StreamTap {
    private long credit;

    @Override
    public void request(int bytes) {
      if (credit == 0) {
        credit = bytes;
        inner.request(bytes);
      }
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      credit -= data.remaining();
      super.onData(link, data);
    }
  }

  private static final class NeverWritable extends StreamTap {
    @Override
    public void onWritable(Link link) {}
  }

  private static final class WritableTwice extends StreamTap {
    @Override
    public void onWritable(Link link) {
      super.onWritable(link);
      super.onWritable(link);
    }
  }

  /** Keeps without limit what the link does not take. */
  private static final class TakesEverything extends StreamTap {
    private final Deque<ByteBuffer> queue = new ArrayDeque<>();

    @Override
    public int write(ByteBuffer source) {
      int taken = source.remaining();
      queue.add(ByteBuffer.allocate(taken).put(source).flip());
      pump();
      return taken;
    }

    private void pump() {
      while (!queue.isEmpty()) {
        inner.write(queue.peek());
        if (queue.peek().hasRemaining()) {
          return;
        }
        queue.remove();
      }
    }

    @Override
    public void onWritable(Link link) {
      pump();
    }
  }

  private static final class EndNeedsCredit extends StreamTap {
    private boolean credited;

    @Override
    public void request(int bytes) {
      credited = true;
      super.request(bytes);
    }

    @Override
    public void onInputClosed(Link link) {
      if (credited) {
        super.onInputClosed(link);
      }
    }
  }

  /** Reads ahead, and tells the end before what it has read. */
  private static final class EndOvertakesBytes extends StreamTap {
    private boolean credited;

    @Override
    public void onOpen(Link link) {
      super.onOpen(link);
      inner.request(UNLIMITED);
    }

    @Override
    public void request(int bytes) {
      credited = true;
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      if (credited) {
        super.onData(link, data);
      }
    }
  }

  private static final class RetainsCallerBuffer extends StreamTap {
    private final Loop loop;

    RetainsCallerBuffer(Loop loop) {
      this.loop = loop;
    }

    @Override
    public int write(ByteBuffer source) {
      ByteBuffer retained = source.duplicate();
      loop.execute(() -> inner.write(retained));
      source.position(source.limit());
      return retained.remaining();
    }
  }

  private static final class PositionStays extends StreamTap {
    @Override
    public int write(ByteBuffer source) {
      return inner.write(source.duplicate());
    }
  }

  private static final class WritableBuffer extends StreamTap {
    @Override
    public void onData(Link link, ByteBuffer data) {
      super.onData(link, ByteBuffer.allocate(data.remaining()).put(data).flip());
    }
  }

  private static final class LittleEndian extends StreamTap {
    @Override
    public void onData(Link link, ByteBuffer data) {
      super.onData(link, data.order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  private static final class RedeliversUnread extends StreamTap {
    private boolean redelivering;

    @Override
    public void onData(Link link, ByteBuffer data) {
      super.onData(link, data);
      if (data.hasRemaining() && !redelivering) {
        redelivering = true;
        super.onData(link, data);
        redelivering = false;
      }
    }
  }

  private static final class FlipsABit extends StreamTap {
    private long position;

    @Override
    public void onData(Link link, ByteBuffer data) {
      ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
      long at = (3 << 20) - position;
      if (at >= 0 && at < copy.remaining()) {
        copy.put((int) at, (byte) (copy.get((int) at) ^ 1));
      }
      position += copy.remaining();
      super.onData(link, copy.asReadOnlyBuffer());
    }
  }

  private static final class SwallowsException extends StreamTap {
    @Override
    public void onData(Link link, ByteBuffer data) {
      try {
        super.onData(link, data);
      } catch (RuntimeException swallowed) {
        data.position(data.limit());
      }
    }
  }
}
