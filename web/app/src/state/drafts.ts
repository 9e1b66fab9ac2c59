import { signal } from '@preact/signals';
import { onRemembered, remember, remembered } from './storage.ts';

/** What is written and not sent, by room. */
export const drafts = signal<Readonly<Record<string, string>>>(remembered('drafts', {}));
onRemembered('drafts', () => {
  drafts.value = remembered('drafts', {});
});

export function draftOf(room: string): string {
  return drafts.value[room] ?? '';
}

export function keepDraft(room: string, text: string): void {
  const { [room]: _, ...others } = drafts.value;
  drafts.value = text === '' ? others : { ...others, [room]: text };
  remember('drafts', drafts.value);
}

/** Puts a text that was not sent above what is being written. */
export function backToDraft(room: string, text: string): void {
  const draft = draftOf(room);
  keepDraft(room, draft === '' ? text : `${text}\n${draft}`);
}
