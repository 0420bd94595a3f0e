package io.peerwright.overlay.gnutella.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Servents behind firewalls, as headers name them. */
class FirewalledTest {

  private static final Guid GUID = Guid.parse("00112233445566778899aabbccddeeff");
  private static final Endpoint PROXY = Endpoint.parse("81.82.1.1:6346");
  private static final Endpoint OTHER = Endpoint.parse("81.82.2.2:6400");

  private static Set<Firewalled> read(String value) {
    HttpFields fields = HttpFields.NONE.with("X-FAlt", value);
    return Firewalled.of(fields, "X-FAlt", proxy -> !proxy.toString().startsWith("10."));
  }

  @Test
  void whatIsWrittenIsRead() {
    Firewalled servent = new Firewalled(GUID, List.of(PROXY, OTHER));
    HttpFields fields = Firewalled.field(Firewalled.HAVE, List.of(servent));
    String text = "00112233445566778899aabbccddeeff;81.82.1.1:6346;81.82.2.2:6400";
    assertEquals(text, fields.first("X-FAlt"));
    Firewalled again = read(text).iterator().next();
    assertEquals(GUID, again.guid());
    assertEquals(List.of(PROXY, OTHER), again.proxies());
  }

  @Test
  void otherFormsAreRead() {
    String id = ServerId.of(GUID);
    Set<Firewalled> all = read(id + ";fwt/1;pptls=0;81.82.1.1 , x;81.82.1.1,;,a;b;c");
    assertEquals(Set.of(new Firewalled(GUID, List.of())), all);
    assertEquals(List.of(PROXY), all.iterator().next().proxies());
  }

  @Test
  void whoHasNoProxyThatMayBeDialledIsLeftOut() {
    assertEquals(Set.of(), read(GUID + ";10.0.0.1:6346;81.82.1.1:0;224.0.0.1:6346"));
    assertEquals(Set.of(), read(GUID.toString()));
  }

  @Test
  void whatIsReadIsBounded() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      many.append(new Guid(i, i)).append(";81.82.1.1".repeat(20)).append(",");
    }
    Set<Firewalled> all = read(many.toString());
    assertTrue(all.size() <= 8, () -> all.size() + " servents");
    all.forEach(each -> assertEquals(4, each.proxies().size()));
  }

  @Test
  void whoIsAskedTellsThoseOnlyWhomTheAskerCouldName() {
    Alternates alternates = new Alternates(AddressPolicy.LOCAL_SOURCES);
    Urn sha1 = Urn.ofHash(Urn.SHA1, new byte[20]);
    Endpoint near = Endpoint.parse("192.168.1.2:6346");
    Firewalled local = new Firewalled(new Guid(1, 1), List.of(near.withPort(7_000)));
    Firewalled world = new Firewalled(new Guid(2, 2), List.of(PROXY));
    alternates.add(sha1, local, near);
    alternates.add(sha1, world, near);
    Endpoint far = Endpoint.parse("81.82.3.3:6346");
    assertEquals(List.of(world), alternates.someFirewalled(sha1, far));
    for (int i = 3; i < 20; i++) {
      alternates.add(sha1, new Firewalled(new Guid(i, i), List.of(PROXY)), far);
    }
    List<Firewalled> told = new ArrayList<>(alternates.someFirewalled(sha1, OTHER));
    assertEquals(4, told.size());
    alternates.remove(sha1, world, near);
    assertFalse(alternates.someFirewalled(sha1, far).contains(world));
  }

  @Test
  void anotherContentIsSeen() {
    Urn sha1 = Urn.parse("urn:sha1:ELG3S4543B73CYKFUSTLMPGPAJWCSITC");
    String root = "BZVVEG54BLIC5BTPAEE2WYFMNG77IUYOYI7JQOY";
    for (String same :
        List.of(
            "urn:sha1:ELG3S4543B73CYKFUSTLMPGPAJWCSITC",
            "URN:SHA1:elg3s4543b73cykfustlmpgpajwcsitc",
            "urn:ttroot:" + root + ", urn:sha1:ELG3S4543B73CYKFUSTLMPGPAJWCSITC",
            "urn:bitprint:ELG3S4543B73CYKFUSTLMPGPAJWCSITC." + root,
            "urn:md5:x",
            "")) {
      assertFalse(
          ContentUrn.isOther(HttpFields.NONE.with("X-Gnutella-Content-URN", same), sha1), same);
    }
    String other = "urn:sha1:GYFRATIGQ7HC4DEWABJ7BHCPN7HGKKLP";
    assertTrue(ContentUrn.isOther(HttpFields.NONE.with("X-Content-URN", other), sha1));
  }
}
