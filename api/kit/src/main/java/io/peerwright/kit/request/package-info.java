/**
 * Asking others: transactions with repetition and late answers, requests that are answered in their
 * order, timers that end together, and the records of names as bytes and with signatures.
 */
package io.peerwright.kit.request;
