package chat.parlor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostgresAddressTest {
  @Test
  void everyPartIsReadAndDecoded() {
    assertThat(
            PostgresAddress.parse(
                "postgresql://ann%40x:p%3Aw%2B+d@db.example:6543/chat"
                    + "?sslmode=verify-full&sslrootcert=/a%20b"))
        .isEqualTo(
            new PostgresAddress(
                "db.example",
                6543,
                "chat",
                "ann@x",
                Optional.of("p:w++d"),
                Map.of("sslmode", "verify-full", "sslrootcert", "/a b")));
  }

  @Test
  void aPasswordIsNeverShown() {
    PostgresAddress address = PostgresAddress.parse("postgres://ann:hunter2@db/chat");
    assertThat(address.toString()).isEqualTo("postgres://ann@db:5432/chat");
    assertThat(address.url()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres://hunter2@|it must read",
        "postgres://ann:hunter2@db|it must read postgres://user@host:port/database",
        "postgres://ann:hunter2@db/|it must read postgres://user@host:port/database",
        "postgres://ann:hunter2@db/a/b|it must read postgres://user@host:port/database",
        "postgres://db/chat|it names no user: postgres://user@host:port/database",
        "postgres://ann:hunter2@db/chat?password=hunter2|it knows no parameter password",
        "postgres://ann:hunter 2@db/chat|it is no address",
      })
  void whatIsWrongIsSaidWithoutTheAddress(String text, String message) {
    assertThatThrownBy(() -> PostgresAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .satisfies(it -> assertThat(it.getMessage()).doesNotContain("hunter"));
  }
}
