package io.peerwright.kit.share;

/**
 * By what a file is known again without being read.
 *
 * @param modifiedMillis the time of the last change, in milliseconds since 1970
 */
public record FileStamp(long sizeBytes, long modifiedMillis) {}
