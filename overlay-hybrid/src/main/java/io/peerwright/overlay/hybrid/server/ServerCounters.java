package io.peerwright.overlay.hybrid.server;

/** What a server has done since it was made, through all its joins. */
final class ServerCounters {
  long connections;
  long logins;
  long loginsRefused;
  long searches;
  long hits;
  long shares;
  long transfers;
  long malformed;
  long shed;
}
