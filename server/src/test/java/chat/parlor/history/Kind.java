package chat.parlor.history;

/** What can be wrong with a history, by the guarantee it breaks. */
public enum Kind {
  /** G1: acknowledged, and not there at the end. */
  LOST,
  /** G1, G2: acknowledged under two numbers, or there under another than acknowledged. */
  RENUMBERED,
  /** G2: the same message under two numbers. */
  DUPLICATE,
  /** G3: a number is missing. */
  GAP,
  /** G4: acknowledged before the other was sent, yet behind it. */
  ORDER,
  /** G5: nobody sent it. */
  PHANTOM,
  /** G5: refused for good, and yet there. */
  REFUSED_BUT_STORED,
  /** G1, G3: not the bytes that were sent, or other bytes for other readers. */
  CORRUPT,
  /** G6: shown to a reader, and not there at the end. */
  READ_THEN_LOST,
  /** G8: a subscription left a number out and said nothing. */
  READER_GAP,
  /** G8: a subscription showed a number again, or went back. */
  READER_DUPLICATE,
  /** G9: a subscription that never came to the end. */
  READER_BEHIND,
  /** The run proves nothing: too little happened in it. */
  INVALID_RUN
}
