package chat.parlor.bench.scenario;

import java.util.Locale;

/** What can be set on the command line: {@code --name=value}. */
public enum Setting {
  CONNECTIONS("1000", "clients that are connected"),
  RATE("1", "messages a second, all rooms together; in publish: none, it sends as fast as it may"),
  BURST("500", "peers: the second rate, after --rate"),
  SECONDS("10", "how long is measured, each round"),
  WARMUP("20", "seconds of the same load before"),
  PAYLOAD("100", "characters of filling in a message"),
  ROOMS("1", "rooms"),
  ACTIVE("3", "many-rooms: how many of the rooms are written to"),
  WINDOW("16", "publish, joins: what one client has under way at most"),
  ROWS("0", "publish: messages stored before anything is measured"),
  MISSED("100", "resume: messages that each client has missed"),
  KEYS("ordered", "the messages' ids: ordered (as UUIDv7), random (as UUIDv4), none"),
  PAIRS("1", "rounds, each beside one of the floor where --floor is given; medians are shown"),
  FLOOR("no", "yes: the floor in the same run, in turns: a program that does nothing but send"),
  PATIENCE("15", "seconds after a round in which what is under way must have come"),
  STORE("sqlite", "the server's store: sqlite, memory, postgres://…"),
  PIN("no", "yes: servers on processor 0, the generator on processor 1"),
  URL("", "ws://host:port of a server that runs, with its limits off; else one is started"),
  PID("", "the process of that server, for its processor time and memory"),
  JSON("", "a file for the figures"),
  SVG("", "a file for a picture of latency over time");

  private final String standard;
  private final String meaning;

  Setting(String standard, String meaning) {
    this.standard = standard;
    this.meaning = meaning;
  }

  /** As it is written on the command line, without the dashes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it is when neither the command line nor the scenario says so. */
  public String standard() {
    return standard;
  }

  public String meaning() {
    return meaning;
  }
}
