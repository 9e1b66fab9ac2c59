import { signal } from '@preact/signals';

const SHOWN_MILLIS = 3_000;

/** A short word about what was just done, on the status line. */
export const notice = signal<{ text: string; undo?: () => void } | undefined>(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;

export function say(text: string, undo?: () => void): void {
  clearTimeout(timer);
  notice.value = undo === undefined ? { text } : { text, undo };
  timer = setTimeout(
    () => {
      notice.value = undefined;
    },
    undo === undefined ? SHOWN_MILLIS : 2 * SHOWN_MILLIS,
  );
}
