package io.peerwright.overlay.gnutella.events;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.DebugEvent;
import io.peerwright.kit.events.OverlayEvent;

/** Something that a servent has done, or that was done to it. */
public sealed interface ServentEvent extends OverlayEvent {

  /**
   * A servent is a neighbour now.
   *
   * @param role what it is to us: ultrapeer, leaf or servent
   * @param agent the program that it says it is
   */
  record Linked(Endpoint peer, String role, String agent) implements ServentEvent {
    @Override
    public String text() {
      return "linked to " + role + " " + peer + (agent.isEmpty() ? "" : " (" + agent + ")");
    }
  }

  /** A neighbour is one no more. */
  record Unlinked(Endpoint peer, Reason reason) implements ServentEvent {
    @Override
    public String text() {
      return "link to " + peer + " ended: " + reason;
    }
  }

  /** A link was not made, for one of both had no use for it. */
  record Refused(Endpoint peer, boolean byUs) implements ServentEvent, DebugEvent {
    @Override
    public String text() {
      return byUs ? "refused " + peer : "refused by " + peer;
    }
  }

  /** A file is offered to others. */
  record Shared(String name) implements ServentEvent, DebugEvent {
    @Override
    public String text() {
      return "shares " + name;
    }
  }

  /** A file is offered no more. */
  record Withdrawn(String name) implements ServentEvent, DebugEvent {
    @Override
    public String text() {
      return "shares no more " + name;
    }
  }

  /** A download has begun. */
  record DownloadStarted(String name, int sources) implements ServentEvent {
    @Override
    public String text() {
      return "fetches " + name + " from " + sources + (sources == 1 ? " source" : " sources");
    }
  }

  /** A servent has got a slot: the first range of a file is on its way to it. */
  record UploadStarted(Endpoint peer, String name) implements ServentEvent {
    @Override
    public String text() {
      return "uploading " + name + " to " + peer;
    }
  }

  /**
   * A servent has left its slot, or has not asked for another range in time.
   *
   * @param bytes of all ranges
   */
  record UploadEnded(Endpoint peer, String name, long bytes) implements ServentEvent {
    @Override
    public String text() {
      return "upload of " + name + " to " + peer + " ended after " + bytes + " bytes";
    }
  }
}
