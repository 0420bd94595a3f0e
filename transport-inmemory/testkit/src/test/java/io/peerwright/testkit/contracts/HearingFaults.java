package io.peerwright.testkit.contracts;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Faults of overlays that carry messages, in how they are heard. */
final class HearingFaults {

  private HearingFaults() {}

  static class NamesAnAddress extends MessagingTap {
    NamesAnAddress(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    void tell(
        BiConsumer<? super String, ? super ByteBuffer> messages, String from, ByteBuffer message) {
      super.tell(messages, neighbours().get(0).endpoint().toString(), message);
    }
  }

  static class NamesBySound extends MessagingTap {
    NamesBySound(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    void tell(
        BiConsumer<? super String, ? super ByteBuffer> messages, String from, ByteBuffer message) {
      super.tell(messages, from.toUpperCase(Locale.ROOT), message);
    }
  }

  static class LetsWrite extends MessagingTap {
    LetsWrite(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    void tell(
        BiConsumer<? super String, ? super ByteBuffer> messages, String from, ByteBuffer message) {
      super.tell(messages, from, copy(message));
    }
  }

  static class TellsElsewhere extends MessagingTap {
    TellsElsewhere(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    void tell(
        BiConsumer<? super String, ? super ByteBuffer> messages, String from, ByteBuffer message) {
      Elsewhere.run(() -> super.tell(messages, from, message));
    }
  }

  static class GivesUpWhoThrows extends MessagingTap {
    private boolean thrown;

    GivesUpWhoThrows(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    void tell(
        BiConsumer<? super String, ? super ByteBuffer> messages, String from, ByteBuffer message) {
      if (!thrown) {
        thrown = true;
        super.tell(messages, from, message);
        thrown = false;
      }
    }
  }

  static class TellsInTwo extends MessagingTap {
    TellsInTwo(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    void tell(
        BiConsumer<? super String, ? super ByteBuffer> messages, String from, ByteBuffer message) {
      int cut = message.position() + Math.min(500, message.remaining());
      super.tell(messages, from, message.duplicate().limit(cut));
      if (cut < message.limit()) {
        super.tell(messages, from, message.duplicate().position(cut));
      }
    }
  }

  static class DropsEmpty extends MessagingTap {
    DropsEmpty(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    void tell(
        BiConsumer<? super String, ? super ByteBuffer> messages, String from, ByteBuffer message) {
      if (message.hasRemaining()) {
        super.tell(messages, from, message);
      }
    }
  }

  /** Hands over what came before it left. */
  static class HandsOverLater extends MessagingTap {
    HandsOverLater(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    void tell(
        BiConsumer<? super String, ? super ByteBuffer> messages, String from, ByteBuffer message) {
      ByteBuffer kept = copy(message).asReadOnlyBuffer();
      host.loop().schedule(1_000_000_000L, () -> super.tell(messages, from, kept));
    }
  }

  static class TellsTheLastOnly extends MessagingTap {
    private Handle last = () -> {};

    TellsTheLastOnly(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages) {
      last.close();
      last = super.receive(messages);
      return last;
    }
  }

  static class SharesOneBuffer extends MessagingTap {
    private final List<BiConsumer<? super String, ? super ByteBuffer>> hearers = new ArrayList<>();

    SharesOneBuffer(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages) {
      hearers.add(messages);
      if (hearers.size() == 1) {
        super.receive((from, message) -> hearers.forEach(each -> each.accept(from, message)));
      }
      return () -> hearers.remove(messages);
    }
  }

  static class ClosesNothing extends MessagingTap {
    ClosesNothing(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages) {
      super.receive(messages);
      return () -> {};
    }
  }

  static class ClosesAll extends MessagingTap {
    private final List<Handle> handles = new ArrayList<>();

    ClosesAll(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages) {
      handles.add(super.receive(messages));
      return () -> handles.forEach(Handle::close);
    }
  }

  static class HearsFromJoinOn extends MessagingTap {
    HearsFromJoinOn(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages) {
      return endpoints().isEmpty() ? () -> {} : super.receive(messages);
    }
  }

  static class ForgetsWhoHears extends MessagingTap {
    private final List<Handle> handles = new ArrayList<>();

    ForgetsWhoHears(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages) {
      handles.add(super.receive(messages));
      return handles.get(handles.size() - 1);
    }

    @Override
    public CompletionStage<Void> leave() {
      handles.forEach(Handle::close);
      return super.leave();
    }
  }

  /** Whoever stops hearing while it is away hears again when it is back. */
  static class HearsOnAfterAWhile extends MessagingTap {
    private boolean present;

    HearsOnAfterAWhile(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      present = true;
      return super.join();
    }

    @Override
    public CompletionStage<Void> leave() {
      present = false;
      return super.leave();
    }

    @Override
    public Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages) {
      Handle hearing = super.receive(messages);
      return () -> {
        if (present) {
          hearing.close();
        }
      };
    }
  }
}
