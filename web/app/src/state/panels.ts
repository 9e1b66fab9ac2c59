import { signal } from '@preact/signals';

/** What stands beside the page: one wall at a time, so one signal. */
export const aside = signal<'people' | 'catch-up' | undefined>(
  matchMedia('(min-width: 80rem)').matches ? 'people' : undefined,
);

export type Dialog = 'switcher' | 'keys' | 'rooms' | 'doctor' | 'settings';

/** What lies over the page. */
export const dialog = signal<Dialog | undefined>(undefined);

/** On a phone: whether the list of rooms is shown instead of the room. */
export const listShown = signal(false);

const narrow = matchMedia('(max-width: 39.99rem)');

/** One pane at a time: what is on it is the whole page. */
export const phone = signal(narrow.matches);
narrow.addEventListener('change', () => {
  phone.value = narrow.matches;
});

/** On a phone what stands beside the page covers it: there it makes way for the room. */
export function uncover(): void {
  if (phone.value) {
    aside.value = undefined;
  }
}

export function toggleAside(which: 'people' | 'catch-up'): void {
  aside.value = aside.value === which ? undefined : which;
}
