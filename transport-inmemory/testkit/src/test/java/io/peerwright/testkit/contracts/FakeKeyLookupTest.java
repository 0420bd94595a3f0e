package io.peerwright.testkit.contracts;

/** A correct store passes the whole contract. */
class FakeKeyLookupTest extends KeyLookupMutantTest.Contract {}
