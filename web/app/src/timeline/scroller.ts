import type { View } from './view.ts';

/** This near to the end, the end is what one reads. */
const AT_END_PIXELS = 100;
/** Older messages are fetched this many heights of the timeline before the top is reached. */
const AHEAD = 1.5;

/**
 * Keeps what is being read where it is. Before a change the message at the upper edge is
 * remembered, after it that message is put back in its place; at the end, the end stays in sight.
 * The browser's own anchoring is off (timeline.css): the two would correct each other.
 */
export class Scroller {
  private element: HTMLElement | undefined;
  private lastTop = 0;
  private lastHeight = 0;

  constructor(private readonly view: View) {}

  /** Takes the element; returns the way to let go of it. */
  attach(element: HTMLElement | null): () => void {
    if (element === null) {
      return () => undefined;
    }
    this.element = element;
    const scrolled = (): void => this.scrolled();
    element.addEventListener('scroll', scrolled, { passive: true });
    const sizes = new ResizeObserver(() => this.settle());
    sizes.observe(element);
    for (const child of element.children) {
      sizes.observe(child);
    }
    return () => {
      element.removeEventListener('scroll', scrolled);
      sizes.disconnect();
      this.element = undefined;
    };
  }

  /** After each drawing: the place is as it was. */
  settle(): void {
    const element = this.element;
    if (element === undefined) {
      return;
    }
    const { anchor } = this.view;
    if (this.view.shown().follow) {
      element.scrollTop = element.scrollHeight;
    } else if (anchor !== undefined) {
      const row = rowOf(element, anchor.key);
      if (row !== undefined) {
        const moved = offsetIn(element, row) - anchor.offset;
        if (Math.abs(moved) >= 1) {
          element.scrollTop += moved;
        }
      }
    }
    this.note(element);
  }

  /** Puts a message in the middle. */
  centre(seq: number): boolean {
    const element = this.element;
    const row = element?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
    if (element === undefined || row === null || row === undefined) {
      return false;
    }
    const middle = (element.clientHeight - row.offsetHeight) / 2;
    element.scrollTop += offsetIn(element, row) - Math.max(0, middle);
    this.remember(element);
    this.view.stopFollowing(); // the end may have been in sight just before
    this.note(element);
    return true;
  }

  private scrolled(): void {
    const element = this.element;
    if (element === undefined) {
      return;
    }
    const up = element.scrollTop < this.lastTop - 1 && element.scrollHeight >= this.lastHeight;
    const { follow } = this.view.shown();
    if (follow && up && below(element) >= AT_END_PIXELS) {
      this.remember(element);
      this.view.stopFollowing();
    } else if (!follow && this.view.atHead() && below(element) < AT_END_PIXELS) {
      this.view.toEndFrom();
    }
    if (!this.view.shown().follow) {
      this.remember(element);
    }
    this.note(element);
    this.reach(element);
    this.see(element);
    this.view.scrolledAt.value = element.scrollTop;
  }

  private reach(element: HTMLElement): void {
    const ahead = AHEAD * element.clientHeight;
    if (element.scrollTop < ahead && this.view.mayGrow()) {
      if (this.view.shown().follow) {
        this.remember(element);
      }
      void this.view.older();
    } else if (below(element) < ahead && !this.view.atHead()) {
      void this.view.newer();
    }
  }

  /** The first message that is in sight, and where. */
  private remember(element: HTMLElement): void {
    const rows = element.querySelectorAll<HTMLElement>('[data-key]');
    const row = rows[firstIn(element, rows)];
    if (row !== undefined) {
      this.view.anchor = { key: row.dataset.key ?? '', offset: offsetIn(element, row) };
    }
  }

  private note(element: HTMLElement): void {
    this.lastTop = element.scrollTop;
    this.lastHeight = element.scrollHeight;
  }

  /** The numbers of the messages between the edges. */
  private see(element: HTMLElement): void {
    const rows = element.querySelectorAll<HTMLElement>('[data-seq]');
    const edge = element.getBoundingClientRect().bottom;
    const first = firstIn(element, rows);
    let last = first;
    while (last < rows.length && topOf(rows, last) < edge) {
      last++;
    }
    if (first < last) {
      this.view.see(seqOf(rows, first), seqOf(rows, last - 1));
    }
  }
}

function below(element: HTMLElement): number {
  return element.scrollHeight - element.clientHeight - element.scrollTop;
}

function rowOf(element: HTMLElement, key: string): HTMLElement | undefined {
  return element.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? undefined;
}

type RowList = NodeListOf<HTMLElement>;

/** The index of the first row that ends below the upper edge: they stand one under the other. */
function firstIn(element: HTMLElement, rows: RowList): number {
  const edge = element.getBoundingClientRect().top;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? edge) > edge) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

function topOf(rows: RowList, index: number): number {
  return rows[index]?.getBoundingClientRect().top ?? 0;
}

function seqOf(rows: RowList, index: number): number {
  return Number(rows[index]?.dataset.seq);
}

function offsetIn(element: HTMLElement, row: HTMLElement): number {
  return row.getBoundingClientRect().top - element.getBoundingClientRect().top;
}
