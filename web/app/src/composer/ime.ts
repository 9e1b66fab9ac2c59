/** A keydown this soon after the end of a composition is the one that ended it (Safari's order). */
const LATE_MILLIS = 60;

/**
 * Tells keys of an input method from keys of the writer. While Chinese, Japanese or Korean is
 * composed, Enter chooses a word. Chromium and Firefox mark that keydown (`isComposing`, keyCode
 * 229); Safari sends `compositionend` first and the keydown after it.
 */
export class Composition {
  private composing = false;
  private endedAt = Number.NEGATIVE_INFINITY;

  started(): void {
    this.composing = true;
  }

  ended(now: number): void {
    this.composing = false;
    this.endedAt = now;
  }

  /** Whether this keydown belongs to the input method. */
  owns(event: { isComposing: boolean; keyCode: number; timeStamp: number }): boolean {
    return (
      this.composing ||
      event.isComposing ||
      event.keyCode === 229 ||
      event.timeStamp - this.endedAt < LATE_MILLIS
    );
  }
}
