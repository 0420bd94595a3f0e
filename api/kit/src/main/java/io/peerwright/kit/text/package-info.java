/** Text between strangers and people: what is shown is escaped, what is written is read again. */
package io.peerwright.kit.text;
