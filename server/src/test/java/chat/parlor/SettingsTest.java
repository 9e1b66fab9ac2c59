package chat.parlor;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parlor.Settings.Outcome;
import chat.parlor.filter.Detector;
import chat.parlor.filter.FilterOptions;
import chat.parlor.protocol.Language;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @Test
  void withoutAnythingTheDefaultsHold() {
    Settings settings = good(List.of(), Map.of());
    assertThat(settings.listen().port()).isEqualTo(3000);
    assertThat(settings.listen().host()).isEqualTo("127.0.0.1");
    assertThat(settings.listen().heartbeatSeconds()).isEqualTo(30);
    assertThat(settings.storage()).isEqualTo(new Settings.Storage.Sqlite(folder.resolve("data")));
    assertThat(settings.language()).isEqualTo(Language.ENGLISH);
    assertThat(settings.limits()).isEqualTo(new Settings.Limits(5, 20, 1000, 100, 300, 30, 4096));
    assertThat(settings.auth().guests()).isTrue();
    assertThat(settings.auth().jwt()).isEmpty();
    assertThat(settings.filter()).isEqualTo(FilterOptions.none());
    assertThat(settings.metricsToken()).isEmpty();
    assertThat(settings.log().level()).isEqualTo(Settings.Log.Level.INFO);
  }

  @Test
  void aFlagGoesBeforeTheEnvironmentThatBeforeTheFile() throws IOException {
    file("parlor.yaml", "port: 1001\nhost: 0.0.0.0\nlimits:\n  textLength: 10\n");
    Map<String, String> environment = Map.of("PARLOR_PORT", "1002", "PARLOR_HOST", "::1");
    Settings settings = good(List.of("--port=1003"), environment);
    assertThat(settings.listen().port()).isEqualTo(1003);
    assertThat(settings.listen().host()).isEqualTo("::1");
    assertThat(settings.limits().textLength()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "PARLOR_LIMITS_TEXT_LENGTH",
    "PARLOR_LIMITS_TEXTLENGTH",
  })
  void aVariableIsReadWithAndWithoutUnderscoresInsideAWord(String name) {
    assertThat(good(List.of(), Map.of(name, "77")).limits().textLength()).isEqualTo(77);
  }

  @Test
  void theFileMayBeNamedAndHoldsListsAndDottedNames() throws IOException {
    file(
        "other.yaml",
        """
        # a comment
        language: zh-Hans
        allowedOrigins:
          - https://Shop.example
          - http://localhost:8080
        trustedProxies: [10.0.0.1, "::1"]
        limits.messageBurst: 0
        auth:
          guests: off
          jwt:
            jwks: keys.json
            audience: "chat # not a comment"
        filter: {mask: "mobile, email", action: refuse}
        """);
    file("keys.json", "{}");
    Settings settings = good(List.of("--config=other.yaml"), Map.of());
    assertThat(settings.language()).isEqualTo(Language.CHINESE_SIMPLIFIED);
    assertThat(settings.listen().allowedOrigins())
        .containsExactly("https://shop.example", "http://localhost:8080");
    assertThat(settings.listen().trustedProxies())
        .containsExactly(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("::1"));
    assertThat(settings.limits().messageBurst()).isZero();
    assertThat(settings.auth().guests()).isFalse();
    Settings.Jwt jwt = settings.auth().jwt().orElseThrow();
    assertThat(jwt.jwks()).contains(folder.resolve("keys.json"));
    assertThat(jwt.audience()).contains("chat # not a comment");
    assertThat(settings.filter())
        .isEqualTo(
            new FilterOptions(
                List.of(), FilterOptions.Action.REFUSE, Set.of(Detector.MOBILE, Detector.EMAIL)));
  }

  @Test
  void allErrorsAreToldAtOnceEachInOneLine() throws IOException {
    file("parlor.yaml", "limits:\n  textLength: many\n  textLenght: 5\n");
    List<String> errors =
        bad(
            List.of("--port=70000", "--langauge=en", "--store=postgres://u:pw@db", "serve"),
            Map.of("PARLOR_LOG_FORMAT", "xml", "PARLOR_NONSENSE_HERE", "1"));
    assertThat(errors)
        .containsExactlyInAnyOrder(
            "--langauge: there is no such option; did you mean --language?",
            "\"serve\" is not an option: options are written --name=value",
            "PARLOR_NONSENSE_HERE: no option has this variable",
            "parlor.yaml:3: there is no option limits.textLenght; did you mean limits.textLength?",
            "port (--port): \"70000\" is not a whole number from 0 to 65535",
            "store (--store): it must read postgres://user@host:port/database",
            "limits.textLength (parlor.yaml:2): \"many\" is not a whole number from 0 to 20000",
            "log.format (PARLOR_LOG_FORMAT): \"xml\" is not one of text | json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port=|port (--port): \"\" is not a whole number from 0 to 65535",
        "--port=-1|port (--port): \"-1\" is not a whole number from 0 to 65535",
        "--port=３０００|port (--port): \"３０００\" is not a whole number from 0 to 65535",
        "--port=99999999999|port (--port): \"99999999999\" is not a whole number from 0 to 65535",
        "--limits.tailEntries=0|limits.tailEntries (--limits.tailEntries): \"0\" is not a whole"
            + " number from 1 to 4096",
        "--allowedOrigins=https://a/b|allowedOrigins (--allowedOrigins): \"https://a/b\" is none of"
            + " origins such as https://shop.example",
        "--trustedProxies=localhost|trustedProxies (--trustedProxies): \"localhost\" is none of IP"
            + " addresses",
        "--filter.mask=phone|filter.mask (--filter.mask): \"phone\" is none of mobile, idcard,"
            + " bankcard, email",
        "--auth.guests=maybe|auth.guests (--auth.guests): \"maybe\" is not one of on / off",
        "--auth.guests=off|auth.guests (--auth.guests): off lets nobody in while there is no"
            + " auth.jwt.secret, auth.jwt.secretFile or auth.jwt.jwks",
        "--host|--host: the value is missing, as in --host=127.0.0.1",
        "--config=none.yaml|none.yaml: there is no such file",
      })
  void aWrongValueIsToldWithWhatIsAllowed(String flag, String error) {
    assertThat(bad(List.of(flag), Map.of())).containsExactly(error.replace("on / off", "on | off"));
  }

  @Test
  void anOptionGivenTwiceIsAnError() throws IOException {
    assertThat(bad(List.of("--port=1", "--port=2"), Map.of()))
        .containsExactly("--port: given twice");
    file("parlor.yaml", "limits:\n  textLength: 1\nlimits.textLength: 2\n");
    assertThat(bad(List.of(), Map.of()))
        .containsExactly("parlor.yaml:3: limits.textLength is given twice");
    file("parlor.yaml", "port: 1\nport: 2\n");
    assertThat(bad(List.of(), Map.of())).singleElement().asString().startsWith("parlor.yaml:2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port 3000|parlor.yaml:1: names and values are due here, as in port: 3000",
        "- a|parlor.yaml:1: names and values are due here, as in port: 3000",
        "port:|parlor.yaml:1: port has no value",
        "port: [1, 2]|port (parlor.yaml:1): a list is given where one value is due: a whole number"
            + " from 0 to 65535",
        "port: {a: 1}|parlor.yaml:1: there is no option port.a; did you mean port?",
      })
  void aFileOfAnotherShapeIsToldByItsLine(String content, String error) throws IOException {
    file("parlor.yaml", content + "\n");
    assertThat(bad(List.of(), Map.of())).containsExactly(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secret|this is the sample of the tutorials, which everybody knows",
        "''|at least 32 bytes are needed, it is empty",
        "0123456789abcdef0123456789abcde|at least 32 bytes are needed, it has 31 bytes",
      })
  void aWeakSecretIsRefusedAndNeverShown(String secret, String why) {
    assertThat(bad(List.of(), Map.of("PARLOR_AUTH_JWT_SECRET", secret)))
        .containsExactly("auth.jwt.secret (PARLOR_AUTH_JWT_SECRET): " + why);
  }

  @Test
  void aSecretOf32BytesIsTakenAndNotPrinted() {
    Settings settings = good(List.of("--auth.jwt.secret=" + KEY), Map.of());
    Settings.Jwt jwt = settings.auth().jwt().orElseThrow();
    assertThat(jwt.secret()).contains(new Settings.Secret(KEY));
    assertThat(settings.toString()).doesNotContain(KEY);
  }

  @Test
  void aSecretMayStandInAFileThatOthersCannotRead() throws IOException {
    Path key = file("key", KEY + "\n");
    mode(key, "rw-r--r--");
    List<String> flags = List.of("--auth.jwt.secretFile=key");
    assertThat(bad(flags, Map.of()))
        .containsExactly(
            "auth.jwt.secretFile (--auth.jwt.secretFile): everybody on this machine can read it:"
                + " chmod 600 "
                + key);
    mode(key, "rw-------");
    assertThat(good(flags, Map.of()).auth().jwt().orElseThrow().secret())
        .contains(new Settings.Secret(KEY));
  }

  @Test
  void aConfigurationFileWithASecretIsReadableByItsOwnerOnly() throws IOException {
    Path config = file("parlor.yaml", "metrics:\n  token: 0123456789abcdef\n");
    mode(config, "rw-r--r--");
    assertThat(bad(List.of(), Map.of()))
        .containsExactly(
            "parlor.yaml: it holds a secret, and everybody on this machine can read it: chmod 600 "
                + config);
    mode(config, "rw-r-----");
    assertThat(good(List.of(), Map.of()).metricsToken()).isPresent();
  }

  @Test
  void errorsOfTheWordListBearItsLines() throws IOException {
    Path words = file("words.txt", "# list\n敏感\n\na\n");
    assertThat(bad(List.of("--filter.words=words.txt"), Map.of()))
        .containsExactly(
            "filter.words (--filter.words): "
                + words
                + ":4 leaves too little to find: it needs two letters or digits, or one Chinese"
                + " character");
    file("words.txt", "# list\n敏感\n\n");
    assertThat(good(List.of("--filter.words=words.txt"), Map.of()).filter().words())
        .containsExactly("敏感");
  }

  private Settings good(List<String> flags, Map<String, String> environment) {
    Outcome outcome = Settings.read(flags, environment, folder);
    assertThat(outcome).isInstanceOf(Outcome.Good.class);
    return ((Outcome.Good) outcome).settings();
  }

  private List<String> bad(List<String> flags, Map<String, String> environment) {
    Outcome outcome = Settings.read(flags, environment, folder);
    assertThat(outcome).isInstanceOf(Outcome.Bad.class);
    return ((Outcome.Bad) outcome).errors();
  }

  private Path file(String name, String content) throws IOException {
    Path path = Files.writeString(folder.resolve(name), content);
    mode(path, "rw-------");
    return path;
  }

  private static void mode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
