import { signal } from '@preact/signals';

/** The message being answered, by room. */
export const replies = signal<Readonly<Record<string, number>>>({});
/** Counts up when the composer is to take the focus. */
export const focusAsked = signal(0);

export function replyTo(room: string, seq: number | undefined): void {
  const { [room]: _, ...others } = replies.value;
  replies.value = seq === undefined ? others : { ...others, [room]: seq };
  if (seq !== undefined) {
    focusComposer();
  }
}

export function focusComposer(): void {
  focusAsked.value++;
}
