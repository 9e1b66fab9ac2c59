package chat.parlor;

import chat.parlor.protocol.Language;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server says once it listens: where it is, how a client connects, how to let others in.
 */
final class Banner {
  private final Settings settings;
  private final int port;

  private Banner(Settings settings, int port) {
    this.settings = settings;
    this.port = port;
  }

  static List<String> lines(Settings settings, int port) {
    return new Banner(settings, port).lines();
  }

  private List<String> lines() {
    boolean loopback = isLoopback(settings.listen().host());
    String address = address();
    List<String> lines = new ArrayList<>();
    lines.add(
        say(
            "Parlor is listening: http://%s/",
            "Parlor 已启动：http://%s/", "Parlor 已啟動：http://%s/", address));
    lines.add(
        say(
            "A client connects with: new WebSocket('ws://%s/ws?name=Ann')",
            "客户端连接：new WebSocket('ws://%s/ws?name=张三')",
            "用戶端連線：new WebSocket('ws://%s/ws?name=張三')",
            address));
    if (loopback) {
      lines.add(
          say(
              "Only this machine may connect. To let others in: --host=0.0.0.0, better behind a"
                  + " proxy with TLS (deploy/README.md).",
              "目前只有本机可以连接。让其他人进来：--host=0.0.0.0，最好放在带 TLS 的代理后面（deploy/README.md）。",
              "目前只有本機可以連線。讓其他人進來：--host=0.0.0.0，最好放在有 TLS 的代理後面（deploy/README.md）。"));
    } else if (settings.auth().guests()) {
      lines.add(
          say(
              "WARNING: anybody who reaches this address may enter as a guest, and without TLS"
                  + " others can read along. --auth.guests=off needs tokens of your own login.",
              "警告：任何能访问此地址的人都可以作为访客进入；没有 TLS 时他人可以窃听。使用自己的登录令牌：--auth.guests=off。",
              "警告：任何能存取此位址的人都可以以訪客身分進入；沒有 TLS 時他人可以竊聽。使用自己的登入權杖：--auth.guests=off。"));
    }
    lines.add(say("Ctrl-C stops it.", "按 Ctrl-C 停止。", "按 Ctrl-C 停止。"));
    return lines;
  }

  private String address() {
    String host = settings.listen().host();
    String shown =
        switch (host) {
          case "127.0.0.1", "0.0.0.0", "::", "::1" -> "localhost";
          default -> host.contains(":") ? "[" + host + "]" : host;
        };
    return shown + ":" + port;
  }

  private String say(String english, String simplified, String traditional, Object... words) {
    Language language = settings.language();
    String form =
        switch (language) {
          case ENGLISH -> english;
          case CHINESE_SIMPLIFIED -> simplified;
          case CHINESE_TRADITIONAL -> traditional;
        };
    return form.formatted(words);
  }

  /** The server is bound already, so the name is known to resolve. */
  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
