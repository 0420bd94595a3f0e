package io.peerwright.testkit.contracts;

/** A correct overlay that carries messages passes the whole contract. */
class ChatMessagingTest extends MessagingMutantTest.Contract {}
