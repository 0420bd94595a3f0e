package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import java.util.function.ObjLongConsumer;

/** Faults of the counters of overlays. */
final class CounterFaults {

  private CounterFaults() {}

  static class CounterGoesBack extends OverlayTap {
    private long left = 1_000;

    CounterGoesBack(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public void meters(ObjLongConsumer<String> sink) {
      super.meters(sink);
      sink.accept("credits", left--);
    }
  }

  static class CounterIsNegative extends OverlayTap {
    CounterIsNegative(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public void meters(ObjLongConsumer<String> sink) {
      super.meters(sink);
      sink.accept("balance.now", -1);
    }
  }

  static class CounterToldTwice extends OverlayTap {
    CounterToldTwice(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public void meters(ObjLongConsumer<String> sink) {
      super.meters(sink);
      super.meters(sink);
    }
  }

  /** Tells some only while it is in the network. */
  static class CounterVanishes extends OverlayTap {
    CounterVanishes(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public void meters(ObjLongConsumer<String> sink) {
      super.meters(sink);
      if (!endpoints().isEmpty()) {
        sink.accept("greetings", 1);
      }
    }
  }

  static class CounterWithSpaces extends OverlayTap {
    CounterWithSpaces(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public void meters(ObjLongConsumer<String> sink) {
      super.meters((name, value) -> sink.accept(name.replace('.', ' '), value));
    }
  }
}
