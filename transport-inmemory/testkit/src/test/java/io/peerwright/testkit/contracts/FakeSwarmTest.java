package io.peerwright.testkit.contracts;

/** A correct overlay passes the whole contract. */
class FakeSwarmTest extends SwarmMutantTest.Contract {}
