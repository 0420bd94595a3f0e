/** What plug-ins of one peer do for each other, with real transports and in memory. */
package io.peerwright.samples.sketches;
