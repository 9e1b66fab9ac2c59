import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { clock, date, list, t } from '../text/index.ts';

/**
 * The numeral hangs in the margin like a folio; it sticks to the top as the date of what is read.
 */
export function DayHead({ day }: { day: Date }): JSX.Element {
  const today = new Date();
  const weekday = date(day, { weekday: 'long' });
  const near = sameDay(day, today)
    ? ` · ${t('today')}`
    : sameDay(day, new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1))
      ? ` · ${t('yesterday')}`
      : '';
  return (
    <div class="day row3" role="listitem" aria-label={date(day, { dateStyle: 'full' })}>
      <span class="n">{day.getDate()}</span>
      <span class="d">
        {weekday}
        {near}
        <small>{date(day, { year: 'numeric', month: 'long' })}</small>
      </span>
      <span />
    </div>
  );
}

function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

export function NewRule({ count }: { count: number }): JSX.Element {
  return (
    <div class="new row3" role="listitem" aria-label={t('newMessages', { count })}>
      <span class="l">{t('new')}</span>
      <span class="r" />
      <span class="c num">{t('newCount', { count })}</span>
    </div>
  );
}

export function GapRow(props: {
  from: number;
  to: number;
  load: () => Promise<void>;
}): JSX.Element {
  const [busy, setBusy] = useState(false);
  const count = props.to - props.from + 1;
  const load = async (): Promise<void> => {
    setBusy(true);
    await props.load();
    setBusy(false);
  };
  return (
    <div class="gap row3" role="listitem" data-key={`gap:${props.from}`}>
      <span />
      <span class="g">
        <span>{t('gap', { count })}</span>
        <button type="button" class="btn small" disabled={busy} onClick={() => void load()}>
          {busy ? t('loading') : t('load')}
        </button>
      </span>
      <span />
    </div>
  );
}

/** Who came and who went, folded: two names and a number. */
export function SystemRow(props: {
  joined: readonly string[];
  left: readonly string[];
  time: number;
}): JSX.Element {
  const [open, setOpen] = useState(false);
  const { joined, left } = props;
  const folds = joined.length > 3 || left.length > 3;
  const lines = [
    joined.length > 0 && t('cameIn', { names: namesOf(joined, open), count: joined.length }),
    left.length > 0 && t('wentOut', { names: namesOf(left, open), count: left.length }),
  ].filter((line) => line !== false);
  return (
    <div class="sys row3" role="listitem">
      <span />
      <span>
        {lines.join(' · ')}
        {folds ? (
          <>
            {' · '}
            <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? t('fold') : t('show')}
            </button>
          </>
        ) : null}
      </span>
      <span class="when">
        <time>{clock(props.time)}</time>
      </span>
    </div>
  );
}

function namesOf(names: readonly string[], all: boolean): string {
  return all || names.length <= 3
    ? list(names)
    : list([...names.slice(0, 2), t('others', { count: names.length - 2 })]);
}
