package chat.parlor.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordListTest {
  @TempDir Path folder;

  @Test
  void commentsBlankLinesAndAByteOrderMarkAreLeftOut() throws IOException {
    WordList.Outcome outcome = read("\uFEFF# list\r\n\r\n  敏感词 \r\nbad word\n#x\n");
    assertThat(outcome.words()).containsExactly("敏感词", "bad word");
    assertThat(outcome.errors()).isEmpty();
  }

  @Test
  void aWordThatLeavesNothingToFindIsAnErrorWithItsLine() throws IOException {
    WordList.Outcome outcome = read("ok\n***\n7\n😀\n" + "长".repeat(65) + "\n");
    assertThat(outcome.errors()).hasSize(4);
    assertThat(outcome.errors().get(0)).contains(":2 leaves too little");
    assertThat(outcome.errors().get(1)).contains(":3 leaves too little");
    assertThat(outcome.errors().get(2)).contains(":4 leaves too little");
    assertThat(outcome.errors().get(3)).contains(":5 is longer than 64 characters");
  }

  @Test
  void anotherEncodingIsAnErrorWithItsLine() throws IOException {
    Path path = folder.resolve("words");
    Files.write(path, "ok\n敏感\n".getBytes(Charset.forName("GBK")));
    assertThat(WordList.read(path).errors()).containsExactly(path + ":2 is not UTF-8");
  }

  @Test
  void aFileCutInsideACharacterIsAnError() throws IOException {
    Path path = folder.resolve("words");
    Files.write(path, new byte[] {'o', 'k', '\n', (byte) 0xE6, (byte) 0x95});
    assertThat(WordList.read(path).errors()).containsExactly(path + ":2 is not UTF-8");
  }

  @Test
  void tooManyWordsAndTooLargeAFileAreErrors() throws IOException {
    assertThat(read("敏感\n".repeat(50_001)).errors()).singleElement().asString().contains("50000");
    assertThat(read("x".repeat((2 << 20) + 1)).errors())
        .singleElement()
        .asString()
        .contains("larger than 2 MiB");
  }

  @Test
  void manyErrorsAreCountedNotListed() throws IOException {
    WordList.Outcome outcome = read("*\n".repeat(500));
    assertThat(outcome.errors()).hasSize(11);
    assertThat(outcome.errors().getLast()).contains("490 more");
  }

  @Test
  void aMissingFileIsAnError() {
    assertThat(WordList.read(folder.resolve("none")).errors())
        .containsExactly(folder.resolve("none") + " cannot be read");
  }

  private WordList.Outcome read(String content) throws IOException {
    return WordList.read(Files.writeString(folder.resolve("words"), content));
  }
}
