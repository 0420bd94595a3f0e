/** TLS on links, as servents use it: nobody who only listens hears anything. */
package io.peerwright.overlay.gnutella.tls;
