package io.peerwright.overlay.hybrid.events;

import io.peerwright.api.net.Link;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.OverlayEvent.Level;

/** Tells what the users of an index server do. Makes nothing while nobody listens. */
public record ServerEvents(EventStream stream) {

  /** A user has logged in. */
  public void loggedIn(String nick, Link link) {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new ServerEvent.LoggedIn(nick, link.remote()));
    }
  }

  /** A login was refused. */
  public void loginRefused(Link link, String why) {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new ServerEvent.LoginRefused(link.remote(), why));
    }
  }

  /** A user has gone. */
  public void loggedOut(String nick, Link link) {
    if (stream.isOn(Level.INFO)) {
      stream.tell(new ServerEvent.LoggedOut(nick, link.remote()));
    }
  }

  /** A user has shared one more file. */
  public void shared(String nick, Link link, int files) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new ServerEvent.Shared(nick, link.remote(), files));
    }
  }

  /** A user has searched. */
  public void searched(String nick, Link link, int hits) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new ServerEvent.Searched(nick, link.remote(), hits));
    }
  }

  /** A user says that a transfer has begun. */
  public void transferStarted(String nick, Link link, boolean upload) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new ServerEvent.TransferStarted(nick, link.remote(), upload));
    }
  }

  /** A user says that a transfer has ended. */
  public void transferEnded(String nick, Link link, boolean upload) {
    if (stream.isOn(Level.DEBUG)) {
      stream.tell(new ServerEvent.TransferEnded(nick, link.remote(), upload));
    }
  }

  /** A user was cut off for want of memory. */
  public void userShed(String nick, Link link) {
    if (stream.isOn(Level.WARNING)) {
      stream.tell(new ServerEvent.UserShed(nick, link.remote()));
    }
  }
}
