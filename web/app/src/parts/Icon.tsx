import { h, type JSX } from 'preact';
import { type IconName, icons } from './icons.ts';

/** A symbol beside a label: it says nothing by itself to a screen reader. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }): JSX.Element {
  return (
    <svg
      class={small ? 'i i-s' : 'i'}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {icons[name].map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}

/** The sign of Parlor: a corner bracket on each side. */
export function Brand(): JSX.Element {
  return (
    <svg
      class="mark"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="3"
      stroke-linecap="square"
      aria-hidden="true"
    >
      <path d="M4 13V4h9M20 11v9h-9" />
    </svg>
  );
}
