package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;

/** Plug-ins that do not work. */
public final class BrokenPlugins {

  private BrokenPlugins() {}

  /** Cannot be made. */
  public static final class Unmakeable extends FakeOverlay.Base {
    public Unmakeable() {
      throw new IllegalStateException("a library is missing");
    }

    @Override
    public String name() {
      return "unmakeable";
    }
  }

  /** Has a name that no configuration could say. */
  public static final class Misnamed extends FakeOverlay.Base {
    /** For the service loader. */
    public Misnamed() {}

    @Override
    public String name() {
      return "Mis Named";
    }
  }

  /** Fails when asked for its name. */
  public static final class Nameless extends FakeOverlay.Base {
    /** For the service loader. */
    public Nameless() {}

    @Override
    public String name() {
      throw new IllegalStateException("I forgot");
    }

    @Override
    public Overlay create(Host host, FakeOverlay.Config config) {
      throw new AssertionError("never asked for");
    }
  }
}
