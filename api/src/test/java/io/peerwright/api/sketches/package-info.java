/**
 * How a protocol, an application or a transport is written against the contracts alone. Each class
 * shows one thing; {@code SketchesTest} runs them all. They leave out what a product needs and a
 * reader does not: most limits, most errors, most messages.
 */
package io.peerwright.api.sketches;
