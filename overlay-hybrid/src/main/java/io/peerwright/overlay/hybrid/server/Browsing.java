package io.peerwright.overlay.hybrid.server;

/**
 * A list of files that is being sent in portions.
 *
 * @param owner whose files
 * @param nick of that user
 * @param address of that user
 * @param cursor where to go on
 */
record Browsing(int owner, String nick, long address, int cursor) {}
