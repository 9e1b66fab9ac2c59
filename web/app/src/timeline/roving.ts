import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import type { Row } from './rows.ts';
import type { View } from './view.ts';

interface Roving {
  /** The key of the message that Tab comes to. */
  current(rows: readonly Row[]): string | undefined;
  onKeyDown(event: KeyboardEvent): void;
  onFocusIn(event: FocusEvent): void;
}

/**
 * One message can have the focus; arrows, `j` and `k`, Home and End move it, Tab goes on into what
 * one can do with it.
 */
export function useRoving(element: RefObject<HTMLDivElement | null>, view: View): Roving {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const move = (event: KeyboardEvent): void => {
    const messages = [...(element.current?.querySelectorAll<HTMLElement>('.msg[data-key]') ?? [])];
    const active = document.activeElement;
    const at = messages.findIndex((one) => one === active || one.contains(active));
    const to = target(event.key, at, messages.length);
    const next = to === undefined ? undefined : messages[to];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    if (to === messages.length - 1 && event.key === 'End' && !view.atHead()) {
      view.toEnd();
      return;
    }
    next.focus();
    setChosen(next.dataset.key);
  };
  return {
    current: (rows) => {
      const isMessage = ({ kind }: Row): boolean => kind === 'message';
      const there = rows.some((row) => row.key === chosen && isMessage(row));
      return there ? chosen : rows.findLast(isMessage)?.key;
    },
    onKeyDown: move,
    onFocusIn: (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('.msg[data-key]');
      if (row !== null) {
        setChosen(row.dataset.key);
      }
    },
  };
}

function target(key: string, at: number, count: number): number | undefined {
  const here = at < 0 ? count : at;
  switch (key) {
    case 'ArrowUp':
    case 'k':
      return Math.max(0, here - 1);
    case 'ArrowDown':
    case 'j':
      return Math.min(count - 1, here + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
