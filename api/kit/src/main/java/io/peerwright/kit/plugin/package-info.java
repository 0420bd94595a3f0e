/** What every plug-in repeats: the provider, and the joining and leaving of an overlay. */
package io.peerwright.kit.plugin;
