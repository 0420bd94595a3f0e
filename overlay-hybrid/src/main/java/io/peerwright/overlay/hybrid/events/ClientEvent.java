package io.peerwright.overlay.hybrid.events;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.OverlayEvent;

/** Something that a client has done at its index server, or with other users. */
public sealed interface ClientEvent extends OverlayEvent {

  /** Why a server lets nobody in under this nick, as far as its words tell. */
  enum Refusal {
    /** Somebody is logged in under the nick; it may be our own last session. */
    NICK_IN_USE,
    /** The nick is registered with another password, or nobody may log in unregistered. */
    PASSWORD,
    /** The server wants nothing of us. */
    BANNED,
    /** There is no room. */
    FULL,
    /** Anything else. */
    OTHER
  }

  /** The login is through. */
  record LoggedIn(String server, Endpoint at, String nick) implements ClientEvent {
    @Override
    public String text() {
      return "logged in at " + server + " as " + nick;
    }
  }

  /** A server has refused the login; another try follows unless that made the join fail. */
  record LoginRefused(String server, String nick, Refusal why, String said) implements ClientEvent {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return server + " refuses the login of " + nick + ": " + said;
    }
  }

  /** A server could not be used, for the reason that the words tell too; another try follows. */
  record ServerUnusable(String server, Reason reason, String text) implements ClientEvent {
    @Override
    public Level level() {
      return Level.WARNING;
    }
  }

  /** The server that we were logged in to is gone; another try follows. */
  record ServerLost(String server, Reason reason) implements ClientEvent {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "lost the server " + server + " (" + reason + ")";
    }
  }

  /** A download has begun. */
  record DownloadStarted(String name, long sizeBytes) implements ClientEvent {
    @Override
    public String text() {
      return "downloading " + name + ", " + sizeBytes + " bytes";
    }
  }

  /** Bytes of a file are on their way to a user. */
  record UploadStarted(String nick, String name) implements ClientEvent {
    @Override
    public String text() {
      return "uploading " + name + " to " + nick;
    }
  }

  /** An upload has come to its end, or was broken off. */
  record UploadEnded(String nick, String name, long bytes, boolean complete)
      implements ClientEvent {
    @Override
    public String text() {
      return (complete ? "uploaded " : "broke off the upload of ")
          + name
          + " to "
          + nick
          + " after "
          + bytes
          + " bytes";
    }
  }

  /** A file is not shared any more, as it is gone or has another size than was said. */
  record FileWithdrawn(String name) implements ClientEvent {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return name + " is not what was shared, and is withdrawn";
    }
  }
}
