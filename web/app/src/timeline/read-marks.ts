import { markRead } from '../state/reading.ts';
import type { View } from './view.ts';

/** Whether somebody can be looking: the window is in front. */
export function looking(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** What is on the screen while somebody looks is read. */
export function readWhatIsSeen(view: View, element: HTMLElement | null): void {
  if (element === null || !view.begun || view.keptUnread || !looking()) {
    return;
  }
  const { room } = view;
  const { follow, to } = view.shown();
  if (follow) {
    markRead(room, room.head);
    return;
  }
  const edge = element.getBoundingClientRect().bottom;
  const rows = element.querySelectorAll<HTMLElement>('[data-seq]');
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i];
    if (row !== undefined && row.getBoundingClientRect().bottom <= edge + 1) {
      markRead(room, Math.min(Number(row.dataset.seq), to));
      return;
    }
  }
}
