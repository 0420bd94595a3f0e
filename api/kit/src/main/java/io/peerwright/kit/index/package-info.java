/**
 * Who shares what, and the words of its names: an inverted index over distinct files, in columns of
 * numbers, for servers, ultrapeers and supernodes.
 */
package io.peerwright.kit.index;
