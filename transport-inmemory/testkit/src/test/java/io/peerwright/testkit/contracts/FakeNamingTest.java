package io.peerwright.testkit.contracts;

/** A correct naming passes the whole contract. */
class FakeNamingTest extends NamingMutantTest.Contract {}
