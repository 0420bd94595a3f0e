package io.peerwright.testkit.contracts;

/** A correct overlay passes the whole contract. */
class ChatContractTest extends OverlayMutantTest.Contract {}
