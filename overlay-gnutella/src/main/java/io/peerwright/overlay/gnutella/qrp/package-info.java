/**
 * The Query Routing Protocol 1.0: what a servent shares, told to its neighbours as a set of hashed
 * words, so that queries go only to where they may find something.
 */
package io.peerwright.overlay.gnutella.qrp;
