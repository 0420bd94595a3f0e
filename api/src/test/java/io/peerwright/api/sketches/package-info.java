/**
 * How a protocol, an application or a transport is written against the contracts alone. Each class
 * shows one thing; the tests beside it run it among hand-written hosts. They leave out what a
 * product needs and a reader does not: most limits, most errors, most messages.
 */
package io.peerwright.api.sketches;
