/** What a Napster client and an index server tell of themselves. */
package io.peerwright.overlay.hybrid.events;
