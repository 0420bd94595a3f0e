package io.peerwright.multicast.endhost;

import java.util.function.ObjLongConsumer;

/** What a peer has done so far, in all its groups. */
final class Counters {

  long messagesSent;
  long messagesDelivered;
  long messagesLost;
  long messagesLate;
  long dataSent;
  long dataReceived;
  long duplicates;
  long strays;
  long bytesSent;
  long dataBytes;
  long parentsLost;
  long repaired;
  long pulls;
  long refused;
  long redirected;
  long sourcesRefused;
  long linksLost;
  int mostChildren;

  void tell(ObjLongConsumer<String> sink) {
    sink.accept("messages.sent", messagesSent);
    sink.accept("messages.delivered", messagesDelivered);
    sink.accept("messages.lost", messagesLost);
    sink.accept("messages.late", messagesLate);
    sink.accept("data.sent", dataSent);
    sink.accept("data.received", dataReceived);
    sink.accept("data.duplicates", duplicates);
    sink.accept("data.strays", strays);
    sink.accept("control.bytes", bytesSent - dataBytes);
    sink.accept("parents.lost", parentsLost);
    sink.accept("parents.repaired", repaired);
    sink.accept("pulls", pulls);
    sink.accept("children.refused", refused);
    sink.accept("links.redirected", redirected);
    sink.accept("links.lost", linksLost);
    sink.accept("sources.refused", sourcesRefused);
    sink.accept("children.most", mostChildren);
  }
}
