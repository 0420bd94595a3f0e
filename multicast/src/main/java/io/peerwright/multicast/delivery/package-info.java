/** What all kinds of multicast share: who sends, what was heard before, and how it is delivered. */
package io.peerwright.multicast.delivery;
