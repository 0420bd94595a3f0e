package io.peerwright.testkit.contracts;

/** A correct relay passes the whole contract. */
class FakeRelayTest extends RelayMutantTest.Contract {}
