/** The Session Announcement Protocol (RFC 2974) with session descriptions (RFC 4566, RFC 8866). */
package io.peerwright.multicast.sap;
