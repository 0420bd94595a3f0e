/** What a client and an index server are told: records that check their ranges. */
package io.peerwright.overlay.hybrid.config;
