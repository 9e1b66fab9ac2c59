package chat.parlor.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What strace saw of a process ({@code -f -y}): in the order in which calls began and ended, over
 * all threads.
 */
final class Trace {
  /** The command that writes such a file. A filter in the kernel keeps the rest at full speed. */
  static String[] command(Path file) {
    return new String[] {
      "strace",
      "-f",
      "--seccomp-bpf",
      "-y",
      "-s",
      "70000",
      "-e",
      "trace=fsync,fdatasync,write,writev,pwrite64,pwritev,sendto,sendmsg,sendmmsg",
      "-o",
      file.toString()
    };
  }

  enum Step {
    BEGIN,
    END
  }

  /**
   * A call that begins, or ends.
   *
   * @param what all of the line: the descriptor with its path, and the bytes
   */
  record Call(Step step, String name, String what, long result) {

    boolean sync() {
      return name.equals("fsync") || name.equals("fdatasync");
    }

    /** On the write-ahead log or the database. */
    boolean onTheStore() {
      return what.contains("/parlor.db");
    }

    boolean onASocket() {
      return what.contains("<socket:[") || what.contains("<TCP:[");
    }
  }

  private static final Pattern WHOLE = Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (-?\\d+).*");
  private static final Pattern BEGUN =
      Pattern.compile("(\\d+) +(\\w+)\\((.*) <unfinished \\.\\.\\.>");
  private static final Pattern RESUMED =
      Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>.*\\) += (-?\\d+).*");

  private Trace() {}

  /** The calls from this character of the file on. */
  static List<Call> read(Path file, long from) {
    List<Call> calls = new ArrayList<>();
    Map<String, String> begun = new HashMap<>();
    for (String line : textFrom(file, from).split("\n", -1)) {
      Matcher whole = WHOLE.matcher(line);
      Matcher begins = BEGUN.matcher(line);
      Matcher resumed = RESUMED.matcher(line);
      if (begins.matches()) {
        begun.put(begins.group(1), begins.group(3));
        calls.add(new Call(Step.BEGIN, begins.group(2), begins.group(3), 0));
      } else if (resumed.matches()) {
        String what = begun.getOrDefault(resumed.group(1), "");
        calls.add(new Call(Step.END, resumed.group(2), what, Long.parseLong(resumed.group(3))));
      } else if (whole.matches()) {
        String what = whole.group(3);
        calls.add(new Call(Step.BEGIN, whole.group(2), what, 0));
        calls.add(new Call(Step.END, whole.group(2), what, Long.parseLong(whole.group(4))));
      }
    }
    return calls;
  }

  private static String textFrom(Path file, long from) {
    try {
      byte[] all = Files.readAllBytes(file);
      int begin = Math.toIntExact(from);
      return new String(
          all, begin, all.length - begin, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Syncs of the store that succeeded. */
  static long syncs(List<Call> calls) {
    return calls.stream()
        .filter(call -> call.step() == Step.END && call.sync() && call.result() == 0)
        .filter(Call::onTheStore)
        .count();
  }

  /**
   * What is wrong with the order in which this text went to the disk and to sockets; empty:
   * nothing. It must have been written to the store, then synced, and only then a socket may have
   * it, and one must.
   */
  static List<String> wrongs(List<Call> calls, String text) {
    List<String> wrongs = new ArrayList<>();
    boolean written = false;
    boolean syncing = false;
    boolean durable = false;
    boolean sent = false;
    for (Call call : calls) {
      boolean holds = call.what().contains(text);
      if (holds && call.onTheStore() && call.step() == Step.END) {
        written = true;
      } else if (call.sync() && call.onTheStore()) {
        durable |= syncing && call.step() == Step.END && call.result() == 0;
        syncing = written && (syncing || call.step() == Step.BEGIN);
      } else if (holds && call.onASocket() && call.step() == Step.BEGIN) {
        sent = true;
        if (!durable) {
          wrongs.add("sent before it was synced: " + call);
        }
      }
    }
    if (!written || !durable || !sent) {
      wrongs.add("written " + written + ", synced " + durable + ", sent " + sent);
    }
    return wrongs;
  }
}
