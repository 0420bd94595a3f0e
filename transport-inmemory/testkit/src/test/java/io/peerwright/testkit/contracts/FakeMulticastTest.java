package io.peerwright.testkit.contracts;

/** A correct multicast passes the whole contract. */
class FakeMulticastTest extends MulticastMutantTest.Contract {}
