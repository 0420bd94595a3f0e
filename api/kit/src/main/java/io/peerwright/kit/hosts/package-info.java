/**
 * The hosts that an overlay has heard of: whom to try and when again, whom never, those that were
 * good in earlier runs, and where hosts are that somebody has named.
 */
package io.peerwright.kit.hosts;
