/** Steps on a disk that survive a kill and a loss of power, and names that are safe on it. */
package io.peerwright.kit.files;
