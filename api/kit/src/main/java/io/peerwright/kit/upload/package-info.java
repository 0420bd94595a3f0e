/** Serving content to others: slots, a fair queue with places, rates, and the file on its way. */
package io.peerwright.kit.upload;
