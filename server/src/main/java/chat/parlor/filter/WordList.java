package chat.parlor.filter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the operator's list: UTF-8, one word a line; blank lines and lines that begin with # are
 * left out.
 */
public final class WordList {
  static final int FILE_BYTES_MOST = 2 << 20;
  static final int WORDS_MOST = 50_000;
  static final int POINTS_MOST = 64;

  /** So that a wrong file (a picture, another encoding) does not fill the screen. */
  private static final int ERRORS_MOST = 10;

  /**
   * The words, and what is wrong with the file.
   *
   * @param errors one line each, with the number of the line in the file
   */
  public record Outcome(List<String> words, List<String> errors) {
    public Outcome {
      words = List.copyOf(words);
      errors = List.copyOf(errors);
    }
  }

  private WordList() {}

  /** Reads the list; a file that cannot be read is an error like the others. */
  public static Outcome read(Path path) {
    try {
      if (Files.size(path) > FILE_BYTES_MOST) {
        return wrong(path + " is larger than 2 MiB");
      }
      return parse(path, Files.readAllBytes(path));
    } catch (IOException e) {
      return wrong(path + " cannot be read");
    }
  }

  private static Outcome parse(Path path, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      return wrong(
          path + ":" + (text.lines().count() + (text.endsWith("\n") ? 1 : 0)) + " is not UTF-8");
    }
    return words(path, text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static Outcome words(Path path, String text) {
    List<String> words = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    int number = 0;
    int wrong = 0;
    for (String line : text.lines().toList()) {
      number++;
      String word = line.strip();
      if (word.isEmpty() || word.startsWith("#")) {
        continue;
      }
      String error = check(word);
      if (!error.isEmpty() && ++wrong <= ERRORS_MOST) {
        errors.add(path + ":" + number + " " + error);
      }
      words.add(word);
    }
    if (wrong > ERRORS_MOST) {
      errors.add(path + " has " + (wrong - ERRORS_MOST) + " more such lines");
    }
    if (words.size() > WORDS_MOST) {
      errors.add(path + " has more than " + WORDS_MOST + " words");
    }
    return new Outcome(words, errors);
  }

  /** What is wrong with a word; empty: nothing. */
  private static String check(String word) {
    if (word.codePointCount(0, word.length()) > POINTS_MOST) {
      return "is longer than " + POINTS_MOST + " characters";
    }
    if (!WordFinder.isFindable(Normal.of(word).toArray())) {
      return "leaves too little to find: it needs two letters or digits, or one Chinese character";
    }
    return "";
  }

  private static Outcome wrong(String error) {
    return new Outcome(List.of(), List.of(error));
  }
}
