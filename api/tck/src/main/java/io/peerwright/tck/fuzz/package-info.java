/**
 * Parsers under hostile bytes: damaged samples in the suite, and guided by coverage with a fuzzer.
 */
package io.peerwright.tck.fuzz;
