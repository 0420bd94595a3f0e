package io.peerwright.overlay.bittorrent.choking;

/**
 * How one peer behaves towards us.
 *
 * @param interested it would like to be served
 * @param unchoked we serve it now
 * @param optimistic we serve it by luck now
 * @param snubbing it serves us, and yet nothing has come for a minute
 * @param received bytes from it within the last 20 s
 * @param sent bytes to it within the last 20 s
 * @param surplus bytes to it less bytes from it, since it is connected
 * @param connectedNanos how long it has been connected
 * @param unchokedNanos how long we have been serving it without a break; 0 if we do not
 */
public record ChokeCandidate(
    boolean interested,
    boolean unchoked,
    boolean optimistic,
    boolean snubbing,
    long received,
    long sent,
    long surplus,
    long connectedNanos,
    long unchokedNanos) {}
