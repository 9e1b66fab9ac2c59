import { computed, effect, signal } from '@preact/signals';
import type { Outgoing, RefusalFrame, Room } from 'parlor-sdk';
import type { IconName } from '../parts/icons.ts';
import { anyRoom, connection, current, outgoing, parlor, reconnect } from '../state/chat.ts';
import { backToDraft } from '../state/drafts.ts';
import { notice } from '../state/notice.ts';
import { dialog } from '../state/panels.ts';
import { markRead, readTo } from '../state/reading.ts';
import { clock, date, t } from '../text/index.ts';
import { viewOf } from '../timeline/view.ts';
import { newVersion } from '../worker.ts';
import { closeReasonOf } from './close-reasons.ts';

/** A lost connection is told after this time: most are back before. */
const GRACE_MILLIS = 5_000;
/** How long "back, nothing was missed" stays. */
const BACK_MILLIS = 2_500;
/** Below so many missed messages, catching up is over before it could be read. */
const CATCH_UP_SHOWN = 100;

export interface Status {
  kind: 'plain' | 'warn' | 'bad' | 'good';
  text: string;
  /** What is said aloud instead, where the text counts: else it would be said anew each second. */
  spoken?: string;
  icon?: IconName;
  /** 0 to 1, for a bar. */
  progress?: number;
  working?: boolean;
  acts?: readonly { label: string; act: () => void }[];
}

const now = signal(Date.now());
/** When the connection was lost, or undefined while it is there. */
const lostAt = signal<number | undefined>(undefined);
const backUntil = signal(0);
const notResumed = signal(false);
const tries = signal(0);
/** When sending goes on, after the server said to wait. */
const slowedUntil = signal(0);

/** Follows the connection; called once. */
export function watchConnection(): void {
  let everOnline = false;
  effect(() => {
    const { state } = connection.value;
    if (state === 'online') {
      if (everOnline && lostAt.peek() !== undefined) {
        backUntil.value = Date.now() + BACK_MILLIS;
      }
      everOnline = true;
      lostAt.value = undefined;
      tries.value = 0;
    } else if (lostAt.peek() === undefined && everOnline) {
      lostAt.value = Date.now();
      notResumed.value = false;
    }
    if (state === 'waiting') {
      tries.value = tries.peek() + 1;
    }
  });
  let slowedBy: RefusalFrame | undefined;
  effect(() => {
    const refusal = outgoing.value.find(isSlowed)?.refusal;
    if (refusal !== undefined && refusal !== slowedBy) {
      now.value = Date.now();
      slowedUntil.value = now.value + (refusal.retryAfterMillis ?? 0);
    }
    slowedBy = refusal;
  });
  parlor.on('reset', ({ room }) => {
    if (room.name === current.value?.name) {
      notResumed.value = true;
      setTimeout(() => {
        notResumed.value = false;
      }, 10_000);
    }
  });
  setInterval(() => {
    now.value = Date.now();
  }, 500);
}

/** The one line about the state of things: the most pressing of them. */
export const status = computed<Status | undefined>(() => {
  anyRoom.value;
  const room = current.value;
  return (
    stopped() ??
    ofOutgoing(room) ??
    unconnected() ??
    ofNotice() ??
    catchingUp(room) ??
    reloaded() ??
    back() ??
    newer() ??
    readingSince(room)
  );
});

function stopped(): Status | undefined {
  const state = connection.value;
  if (state.state !== 'stopped' || state.close === undefined) {
    return undefined;
  }
  const reason = closeReasonOf(state.close.code);
  return {
    kind: 'bad',
    icon: 'offline',
    text: t(`closed.${reason}`),
    acts: [
      { label: t('reconnect'), act: reconnect },
      { label: t('why'), act: openDoctor },
    ],
  };
}

function unconnected(): Status | undefined {
  const state = connection.value;
  if (state.state === 'online') {
    return undefined;
  }
  if (state.state === 'offline') {
    return { kind: 'warn', icon: 'offline', text: t('deviceOffline') };
  }
  const lost = lostAt.value;
  if (state.state === 'waiting' && state.restarting && now.value - (lost ?? 0) < 2 * GRACE_MILLIS) {
    return { kind: 'plain', working: true, text: t('restarting') };
  }
  if (lost === undefined && tries.value < 2) {
    return { kind: 'plain', working: true, text: t('connecting') };
  }
  if (lost !== undefined && now.value - lost < GRACE_MILLIS) {
    return { kind: 'plain', working: true, text: t('reconnecting') };
  }
  if (state.state === 'waiting') {
    const seconds = Math.max(1, Math.ceil((state.retryAt - now.value) / 1000));
    const acts = [{ label: t('retryNow'), act: () => parlor.retryNow() }];
    return {
      kind: 'warn',
      icon: 'offline',
      text: t(lost === undefined ? 'cannotConnect' : 'connectionLost', { count: seconds }),
      spoken: t(lost === undefined ? 'connecting' : 'reconnecting'),
      acts: tries.value >= 2 ? [...acts, { label: t('why'), act: openDoctor }] : acts,
    };
  }
  return { kind: 'warn', working: true, text: t('reconnecting') };
}

function openDoctor(): void {
  dialog.value = 'doctor';
}

function ofOutgoing(room: Room | undefined): Status | undefined {
  const mine = outgoing.value.filter((one) => one.room === room?.name);
  const failed = mine.find((one) => one.state === 'failed');
  if (failed !== undefined) {
    const waiting = mine.some((one) => one.state === 'queued');
    const why = failed.refusal === undefined ? '' : `${failed.refusal.message} `;
    return {
      kind: 'bad',
      icon: 'alert',
      text: why + t(waiting ? 'notSentOthersWait' : 'notSent'),
      acts: [{ label: t('tryAgain'), act: () => parlor.retry(failed.id) }],
    };
  }
  const stale = mine.find((one) => one.state === 'stale');
  if (stale !== undefined && room !== undefined) {
    return ofStale(stale, room.name);
  }
  const slowed = mine.find(isSlowed);
  if (slowed?.refusal?.code === 'rate_limited') {
    const count = Math.max(1, Math.ceil((slowedUntil.value - now.value) / 1000));
    return { kind: 'warn', icon: 'hourglass', text: t('tooFast', { count }) };
  }
  if (slowed !== undefined) {
    return { kind: 'warn', icon: 'hourglass', text: t('storage') };
  }
  return undefined;
}

/** The server said to wait with it. */
function isSlowed({ state, refusal }: Outgoing): boolean {
  return state === 'queued' && refusal?.retryAfterMillis !== undefined;
}

function ofStale(stale: Outgoing, room: string): Status {
  const hours = Math.max(1, Math.round((now.value - stale.createdAt) / 3_600_000));
  return {
    kind: 'warn',
    icon: 'clock',
    text: t('staleAsk', { count: hours }),
    acts: [
      { label: t('send'), act: () => parlor.confirm(stale.id) },
      {
        label: t('backToDraft'),
        act: () => {
          backToDraft(room, stale.message);
          parlor.discard(stale.id);
        },
      },
    ],
  };
}

function ofNotice(): Status | undefined {
  const said = notice.value;
  if (said !== undefined) {
    const { undo } = said;
    return {
      kind: 'plain',
      text: said.text,
      ...(undo === undefined ? {} : { acts: [{ label: t('undo'), act: undo }] }),
    };
  }
  return undefined;
}

function catchingUp(room: Room | undefined): Status | undefined {
  if (room === undefined || !room.joined) {
    return undefined;
  }
  const range = room.log.ranges.at(-1);
  const missing = range === undefined ? 0 : room.head - range[1];
  if (missing < CATCH_UP_SHOWN) {
    return undefined;
  }
  const all = room.head - (range?.[0] ?? 0);
  return {
    kind: 'plain',
    text: t('catchingUp', { count: missing }),
    progress: (all - missing) / Math.max(1, all),
  };
}

function reloaded(): Status | undefined {
  return notResumed.value ? { kind: 'plain', icon: 'retry', text: t('notResumed') } : undefined;
}

function back(): Status | undefined {
  return now.value < backUntil.value
    ? { kind: 'good', icon: 'check', text: t('resumed') }
    : undefined;
}

function newer(): Status | undefined {
  return newVersion.value
    ? {
        kind: 'plain',
        icon: 'retry',
        text: t('newVersion'),
        acts: [{ label: t('reload'), act: () => location.reload() }],
      }
    : undefined;
}

/** Where one reads on in what was missed, and the way out of it. */
function readingSince(room: Room | undefined): Status | undefined {
  if (room === undefined || !room.joined || readTo(room) >= room.head) {
    return undefined;
  }
  const view = viewOf(room);
  const from = view.newAfter.value;
  const entry = from === undefined ? undefined : room.log.get(from + 1);
  if (view.shown().follow || entry?.time === undefined) {
    return undefined;
  }
  const at = new Date(entry.time);
  const time = `${date(at, { weekday: 'long' })} ${clock(at)}`;
  return {
    kind: 'plain',
    icon: 'ribbon',
    text: t('readingSince', { time }),
    acts: [{ label: t('markRead'), act: () => markRead(room, room.head) }],
  };
}
