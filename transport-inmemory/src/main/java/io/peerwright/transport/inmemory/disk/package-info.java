/**
 * Disks in memory that lose at a crash what was not forced, and whose times are those of the
 * simulation.
 */
package io.peerwright.transport.inmemory.disk;
