package chat.parlor.net.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Who is at the other end.
 *
 * @param address the client's, as a trusted proxy says, else the socket's
 * @param forwarded a proxy stands between, trusted or not
 * @param secure a trusted proxy says that the client's side is TLS
 */
public record Peer(InetAddress address, boolean forwarded, boolean secure) {

  /**
   * Believes {@code X-Forwarded-For} (the last entry of the last line: the proxy's own) and {@code
   * -Proto} from trusted peers only.
   */
  public static Peer of(Channel channel, HttpHeaders headers, List<String> trustedProxies) {
    InetAddress socket = ((InetSocketAddress) channel.remoteAddress()).getAddress();
    List<String> lines = headers.getAll("X-Forwarded-For");
    String forwardedFor = lines.isEmpty() ? null : lines.getLast();
    boolean trusted = trustedProxies.contains(socket.getHostAddress());
    boolean secure = trusted && "https".equalsIgnoreCase(headers.get("X-Forwarded-Proto"));
    if (forwardedFor == null || !trusted) {
      return new Peer(socket, forwardedFor != null, secure);
    }
    String last = forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(last);
    if (bytes == null) {
      return new Peer(socket, true, secure);
    }
    try {
      return new Peer(InetAddress.getByAddress(bytes), true, secure);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  /** From this machine, and not through a proxy. */
  boolean local() {
    return address.isLoopbackAddress() && !forwarded;
  }
}
