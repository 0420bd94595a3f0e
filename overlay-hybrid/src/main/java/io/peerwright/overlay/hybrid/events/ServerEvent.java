package io.peerwright.overlay.hybrid.events;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.DebugEvent;
import io.peerwright.kit.events.OverlayEvent;

/** Something that a user of an index server has done, or that was done to it. */
public sealed interface ServerEvent extends OverlayEvent {

  /** Where the user has connected from. */
  Endpoint from();

  /** A user has logged in. */
  record LoggedIn(String nick, Endpoint from) implements ServerEvent {
    @Override
    public String text() {
      return nick + " has logged in from " + from;
    }
  }

  /** A login was refused. */
  record LoginRefused(Endpoint from, String why) implements ServerEvent {
    @Override
    public String text() {
      return "refused " + from + ": " + why;
    }
  }

  /** A user has gone, or has logged in anew elsewhere. */
  record LoggedOut(String nick, Endpoint from) implements ServerEvent {
    @Override
    public String text() {
      return nick + " has gone";
    }
  }

  /** A user has shared one more file. */
  record Shared(String nick, Endpoint from, int files) implements ServerEvent, DebugEvent {
    @Override
    public String text() {
      return nick + " shares " + files + " files";
    }
  }

  /** A user has searched. */
  record Searched(String nick, Endpoint from, int hits) implements ServerEvent, DebugEvent {
    @Override
    public String text() {
      return nick + " has searched and got " + hits + " hits";
    }
  }

  /** A user says that a transfer has begun. */
  record TransferStarted(String nick, Endpoint from, boolean upload)
      implements ServerEvent, DebugEvent {
    @Override
    public String text() {
      return nick + " has begun " + (upload ? "an upload" : "a download");
    }
  }

  /** A user says that a transfer has ended. */
  record TransferEnded(String nick, Endpoint from, boolean upload)
      implements ServerEvent, DebugEvent {
    @Override
    public String text() {
      return nick + " has ended " + (upload ? "an upload" : "a download");
    }
  }

  /** A user was cut off, as it cost the server most when there was no memory left. */
  record UserShed(String nick, Endpoint from) implements ServerEvent {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "cut off " + (nick.isEmpty() ? "" : nick + " ") + "at " + from + " for want of memory";
    }
  }
}
