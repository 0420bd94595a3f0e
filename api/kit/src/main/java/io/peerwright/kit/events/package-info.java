/** What has happened in an overlay, for logs and screens. */
package io.peerwright.kit.events;
