package io.peerwright.overlay.hybrid.events;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.OverlayEvent.Level;

/** Tells what happens to a client. Makes nothing while nobody listens. */
public record ClientEvents(EventStream stream) {

  /** The login is through. */
  public void loggedIn(String server, Endpoint at, String nick) {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new ClientEvent.LoggedIn(server, at, nick));
    }
  }

  /** A server has refused the login. */
  public void loginRefused(String server, String nick, ClientEvent.Refusal why, String said) {
    if (stream.isOn(Level.WARNING)) {
      stream.tell(new ClientEvent.LoginRefused(server, nick, why, said));
    }
  }

  /** A server could not be used. */
  public void serverUnusable(String server, Reason reason, String words) {
    if (stream.isOn(Level.WARNING)) {
      stream.tell(new ClientEvent.ServerUnusable(server, reason, words));
    }
  }

  /** The server that we were logged in to is gone. */
  public void serverLost(String server, Reason reason) {
    if (stream.isOn(Level.WARNING)) {
      stream.tell(new ClientEvent.ServerLost(server, reason));
    }
  }

  /** A download has begun. */
  public void downloadStarted(String name, long sizeBytes) {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new ClientEvent.DownloadStarted(name, sizeBytes));
    }
  }

  /** Bytes of a file are on their way to a user. */
  public void uploadStarted(String nick, String name) {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new ClientEvent.UploadStarted(nick, name));
    }
  }

  /** An upload has come to its end, or was broken off. */
  public void uploadEnded(String nick, String name, long bytes, boolean complete) {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new ClientEvent.UploadEnded(nick, name, bytes, complete));
    }
  }

  /** A file is not shared any more, as it is not what was shared. */
  public void fileWithdrawn(String name) {
    if (stream.isOn(Level.WARNING)) {
      stream.tell(new ClientEvent.FileWithdrawn(name));
    }
  }
}
