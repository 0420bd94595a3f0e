/**
 * Networks of real servents of Gnutella in simulation, in a given graph, and what searches cost.
 */
package io.peerwright.samples.servents;
