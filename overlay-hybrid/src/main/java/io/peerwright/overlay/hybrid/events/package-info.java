/** What a Napster server tells of itself. */
package io.peerwright.overlay.hybrid.events;
