package io.peerwright.overlay.bittorrent.tracker;

/** What a tracker has done so far. */
final class TrackerCounters {
  long httpAnnounces;
  long udpAnnounces;
  long scrapes;
  long connects;
  long refused;
  long malformed;
  long forged;
  long tooMany;
  long checksPassed;
  long checksFailed;
}
