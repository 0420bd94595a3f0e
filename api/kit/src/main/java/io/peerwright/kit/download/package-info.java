/**
 * One file from many sources of any kind at once: the {@link
 * io.peerwright.kit.download.MultiSourceDownload} gives each {@link
 * io.peerwright.kit.download.ContentSource} a part of what is missing, checks what comes, and goes
 * on with the others when one is slow, gone or wrong.
 */
package io.peerwright.kit.download;
