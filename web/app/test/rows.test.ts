import type { ChatEntry, Entry, Outgoing } from 'parlor-sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Row, type RowsInput, rowsOf, type SystemLine } from '../src/timeline/rows.ts';
import { seeded } from './seeded.ts';

const MINE = 'u-me';

function chat(seq: number, time: string, userId: string, more: Partial<ChatEntry> = {}): ChatEntry {
  const user = userId.slice(2);
  return { type: 'chat', room: 'tea', seq, time, userId, user, message: `m${seq}`, ...more };
}

function outgoing(id: string, time: string, more: Partial<Outgoing> = {}): Outgoing {
  const createdAt = Date.parse(time);
  return { id, room: 'tea', message: `o ${id}`, createdAt, state: 'sending', ...more };
}

function line(event: 'join' | 'leave', user: string, afterSeq: number, time: string): SystemLine {
  return { event, user, userId: `u-${user}`, afterSeq, time: Date.parse(time) };
}

function rows(input: Partial<RowsInput>): Row[] {
  const none = { entries: [], gaps: [], outgoing: [], signals: [], newAfter: undefined };
  return rowsOf({ ...none, mine: MINE, ...input });
}

/** One word a row: `*` is the first of its group. */
function drawn(row: Row): string {
  switch (row.kind) {
    case 'day':
      return `day ${row.date.getMonth() + 1}/${row.date.getDate()}`;
    case 'message':
      return `${row.said.message}${row.first ? '*' : ''}`;
    case 'new':
      return `new ${row.count}`;
    case 'gap':
      return `gap ${row.from}-${row.to}`;
    case 'system':
      return `+${row.joined.join()} -${row.left.join()}`;
  }
}

const draw = (input: Partial<RowsInput>) => rows(input).map(drawn);

beforeEach(() => {
  vi.stubEnv('TZ', 'Asia/Shanghai');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('messages', () => {
  test('are grouped by author, until more than 5 minutes pass', () => {
    const entries = [
      chat(1, '2026-11-24T02:00:00.000Z', 'u-李四'),
      chat(2, '2026-11-24T02:05:00.000Z', 'u-李四'),
      chat(3, '2026-11-24T02:10:00.001Z', 'u-李四'),
      chat(4, '2026-11-24T02:10:01.000Z', 'u-Ann'),
      chat(5, '2026-11-24T02:10:02.000Z', 'u-李四'),
    ];
    expect(draw({ entries })).toEqual(['day 11/24', 'm1*', 'm2', 'm3*', 'm4*', 'm5*']);
  });

  test('say what their entry says', () => {
    const entries = [chat(7, '2026-11-24T02:00:00.000Z', 'u-李四', { replyTo: 3, clientId: 'x' })];
    expect(rows({ entries })[1]).toEqual({
      kind: 'message',
      key: 'seq:7',
      first: true,
      said: {
        key: 'seq:7',
        seq: 7,
        time: Date.parse('2026-11-24T02:00:00.000Z'),
        userId: 'u-李四',
        user: '李四',
        message: 'm7',
        replyTo: 3,
        own: false,
      },
    });
  });

  test('of unknown kinds make no row and break no group', () => {
    const unknown: Entry = { type: 'reaction', room: 'tea', seq: 2 };
    const time = '2026-11-24T02:00:00.000Z';
    const entries = [chat(1, time, 'u-Ann'), unknown, chat(3, time, 'u-Ann')];
    expect(draw({ entries })).toEqual(['day 11/24', 'm1*', 'm3']);
    expect(rows({ entries: [unknown], newAfter: 0 })).toEqual([]);
  });
});

describe('days', () => {
  const at = (...times: string[]) => times.map((time, i) => chat(i + 1, time, 'u-Ann'));

  test('begin at local midnight, and with the first message', () => {
    const entries = at('2026-11-23T15:59:59.999Z', '2026-11-23T16:00:00.000Z');
    expect(draw({ entries })).toEqual(['day 11/23', 'm1*', 'day 11/24', 'm2*']);
    const [, , day] = rows({ entries });
    expect(day).toMatchObject({ key: 'day:2026-11-24', date: new Date('2026-11-23T16:00:00Z') });
  });

  test('are those of Berlin in Berlin, also on the days of 23 and 25 hours', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const spring = at(
      '2026-03-28T22:59:59.999Z', // 28th 23:59
      '2026-03-28T23:00:00.000Z', // 29th 00:00, one hour is left out
      '2026-03-29T21:59:59.999Z',
      '2026-03-29T22:00:00.000Z', // 30th 00:00
    );
    const expected = ['day 3/28', 'm1*', 'day 3/29', 'm2*', 'm3*', 'day 3/30', 'm4*'];
    expect(draw({ entries: spring })).toEqual(expected);
    const autumn = at(
      '2026-10-24T22:00:00.000Z', // 25th 00:00, one hour comes twice
      '2026-10-25T22:59:59.999Z', // 25th 23:59
      '2026-10-25T23:00:00.000Z', // 26th 00:00
    );
    expect(draw({ entries: autumn })).toEqual(['day 10/25', 'm1*', 'm2*', 'day 10/26', 'm3*']);
  });

  test('do not begin again when a clock is set back', () => {
    const entries = at('2026-11-24T16:00:00Z', '2026-11-24T15:59:00Z', '2026-11-24T16:01:00Z');
    expect(draw({ entries })).toEqual(['day 11/25', 'm1*', 'm2', 'm3']);
  });

  test('of times that are none do not begin', () => {
    expect(draw({ entries: at('yesterday', '+999999-01-01') })).toEqual(['m1*', 'm2']);
  });
});

describe('one’s own', () => {
  const time = '2026-11-24T02:00:00.000Z';
  const [first, second] = ['0198c5b2-7a4e-7d3c', '0198c5b2-7a4e-7d3d'];

  test('outgoing messages come at the end, with their state', () => {
    const entries = [chat(1, time, MINE, { user: '我' })];
    const waiting = [
      outgoing(first, time, { state: 'failed', replyTo: 1 }),
      outgoing(second, time, { state: 'queued' }),
    ];
    expect(draw({ entries, outgoing: waiting })).toEqual([
      'day 11/24',
      'm1*',
      `o ${first}`,
      `o ${second}`,
    ]);
    expect(rows({ entries, outgoing: waiting })[2]).toMatchObject({
      key: first,
      said: { id: first, own: true, user: '我', userId: MINE, state: 'failed', replyTo: 1 },
    });
  });

  test('keep their key when the outgoing one becomes an entry', () => {
    const before = rows({ outgoing: [outgoing(first, time), outgoing(second, time)] });
    const entries = [chat(1, time, MINE, { clientId: first })];
    const after = rows({ entries, outgoing: [outgoing(second, time)] });
    expect(after.map((row) => row.key)).toEqual(before.map((row) => row.key));
    expect(after.map((row) => row.key)).toEqual(['day:2026-11-24', first, second]);
  });

  test('stand once when the entry comes before the acknowledgement', () => {
    const entries = [chat(1, time, MINE, { clientId: first })];
    expect(draw({ entries, outgoing: [outgoing(first, time)] })).toEqual(['day 11/24', 'm1*']);
  });

  test('hold the place of their entry from the acknowledgement until it comes', () => {
    const sent = outgoing(first, time, { state: 'sent', seq: 1 });
    const [, row] = rows({ outgoing: [sent] });
    expect(row).toMatchObject({ kind: 'message', key: first, said: { seq: 1, own: true } });
    expect(row).not.toHaveProperty('said.state');
    const entries = [chat(1, time, MINE, { clientId: first })];
    expect(draw({ entries, outgoing: [sent] })).toEqual(['day 11/24', 'm1*']);
  });

  test('keys are not taken by somebody who uses the same id', () => {
    const entries = [
      chat(1, time, MINE, { clientId: first }),
      chat(2, time, 'u-mallory', { clientId: first }),
      chat(3, time, 'u-mallory', { clientId: second }),
    ];
    const all = rows({ entries, outgoing: [outgoing(second, time)] });
    expect(all.map((row) => row.key)).toEqual(['day:2026-11-24', first, 'seq:2', 'seq:3', second]);
  });
});

describe('the New divider', () => {
  const time = '2026-11-24T02:00:00.000Z';
  const entries = [
    chat(1, time, 'u-Ann'),
    chat(2, time, MINE),
    chat(3, time, 'u-Ann'),
    chat(4, time, MINE),
    chat(5, time, 'u-Ann'),
  ];

  test('stands before the first one above that is not own, and counts those', () => {
    const expected = ['day 11/24', 'm1*', 'm2*', 'new 2', 'm3*', 'm4*', 'm5*'];
    expect(draw({ entries, newAfter: 1 })).toEqual(expected);
    expect(draw({ entries, newAfter: 2 })).toEqual(expected);
  });

  test('is absent when there is none', () => {
    expect(draw({ entries, newAfter: 5 })).not.toContainEqual(expect.stringMatching('new'));
    expect(draw({ entries })).not.toContainEqual(expect.stringMatching('new'));
    expect(draw({ entries: entries.slice(0, 2), newAfter: 1 })).toHaveLength(3);
  });

  test('comes after the day that begins there, and begins a group', () => {
    const next = [
      chat(1, '2026-11-23T15:59:59Z', 'u-Ann'),
      chat(2, '2026-11-23T16:00:00Z', 'u-Ann'),
    ];
    const expected = ['day 11/23', 'm1*', 'day 11/24', 'new 1', 'm2*'];
    expect(draw({ entries: next, newAfter: 1 })).toEqual(expected);
    const same = [chat(1, time, 'u-Ann'), chat(2, time, 'u-Ann')];
    expect(draw({ entries: same, newAfter: 1 })).toEqual(['day 11/24', 'm1*', 'new 1', 'm2*']);
  });
});

describe('gaps and joins', () => {
  const time = '2026-11-24T02:00:00.000Z';

  test('gaps stand where their numbers are, and begin a group', () => {
    const entries = [chat(3, time, 'u-Ann'), chat(9, time, 'u-Ann')];
    const gaps = [
      [1, 2],
      [4, 8],
      [10, 12],
    ] as const;
    expect(draw({ entries, gaps, outgoing: [outgoing('abcdefgh', time)] })).toEqual([
      'gap 1-2',
      'day 11/24',
      'm3*',
      'gap 4-8',
      'm9*',
      'gap 10-12',
      'o abcdefgh*',
    ]);
  });

  test('joins and leaves stand after their entry, folded, before what is on its way', () => {
    const entries = [chat(1, time, 'u-Ann'), chat(2, time, 'u-Ann')];
    const signals = [
      line('join', '李四', 1, time),
      line('leave', '王五', 1, time),
      line('join', '민수', 2, time),
    ];
    expect(draw({ entries, signals, outgoing: [outgoing('abcdefgh', time)] })).toEqual([
      'day 11/24',
      'm1*',
      '+李四 -王五',
      'm2*',
      '+민수 -',
      'o abcdefgh*',
    ]);
  });

  test('who joined and left again is not told, and breaks no group', () => {
    const entries = [chat(1, time, 'u-Ann'), chat(2, time, 'u-Ann')];
    const fleeting = [line('join', '李四', 1, time), line('leave', '李四', 1, time)];
    expect(draw({ entries, signals: fleeting })).toEqual(['day 11/24', 'm1*', 'm2']);
    const back = [line('leave', '李四', 1, time), line('join', '李四', 1, time)];
    expect(draw({ entries, signals: back })).toEqual(['day 11/24', 'm1*', 'm2']);
    const stayed = [...fleeting, line('join', '李四', 1, time), line('join', 'Bob', 1, time)];
    expect(draw({ entries, signals: stayed })).toContain('+李四,Bob -');
  });

  test('an entry of an unknown kind between them does not keep them from folding', () => {
    const entries = [chat(1, time, 'u-Ann'), { type: 'pin', room: 'tea', seq: 2 }];
    const signals = [line('join', '李四', 1, time), line('leave', '王五', 2, time)];
    expect(draw({ entries, signals })).toEqual(['day 11/24', 'm1*', '+李四 -王五']);
  });

  test('a join after midnight stands under its own day', () => {
    const entries = [
      chat(1, '2026-11-24T02:00:00Z', 'u-Ann'),
      chat(2, '2026-11-25T02:00:00Z', 'u-Ann'),
    ];
    const signals = [
      line('join', '李四', 1, '2026-11-24T15:00:00Z'),
      line('join', '王五', 1, '2026-11-24T16:00:00Z'),
    ];
    expect(draw({ entries, signals })).toEqual([
      'day 11/24',
      'm1*',
      '+李四 -',
      'day 11/25',
      '+王五 -',
      'm2*',
    ]);
  });

  test('what belongs to numbers outside the window is not told', () => {
    const entries = [chat(5, time, 'u-Ann'), chat(6, time, 'u-Ann')];
    const signals = [3, 4, 6, 7].map((seq) => line('join', `p${seq}`, seq, time));
    expect(draw({ entries, signals })).toEqual(['day 11/24', '+p4 -', 'm5*', 'm6', '+p6 -']);
    expect(draw({ signals: [line('join', '李四', 0, time)] })).toEqual(['day 11/24', '+李四 -']);
  });
});

describe('any timeline', () => {
  /** A room of a few days, with everything in it. */
  function room(seed: number) {
    const random = seeded(seed);
    let time = Date.parse('2026-10-23T10:00:00Z');
    const entries: Entry[] = [];
    const gaps: [number, number][] = [];
    const signals: SystemLine[] = [];
    const people = [MINE, 'u-Ann', 'u-李四', 'u-민수'];
    for (let seq = 1 + random(50); entries.length < 60; seq++) {
      time += random(4) === 0 ? random(20 * 3_600_000) : random(400_000);
      const at = new Date(time).toISOString();
      if (random(12) === 0) {
        gaps.push([seq, seq + random(9)]);
        seq = gaps.at(-1)?.[1] ?? seq;
      } else if (random(10) === 0) {
        entries.push({ type: 'later', room: 'tea', seq, time: at });
      } else {
        const who = people[random(people.length)] ?? MINE;
        entries.push(
          chat(seq, at, who, random(2) ? { clientId: `client-${random(2) + seq * 2}` } : {}),
        );
      }
      while (random(3) === 0) {
        signals.push(line(random(2) ? 'join' : 'leave', `p${random(4)}`, seq, at));
      }
    }
    const waiting = Array.from({ length: random(4) }, (_, i) =>
      outgoing(`outgoing-${i}`, new Date(time + i).toISOString()),
    );
    const newAfter = random(3) === 0 ? undefined : random(90);
    return { entries, gaps, signals, outgoing: waiting, mine: MINE, newAfter };
  }

  function sequence(all: readonly Row[]): number[] {
    return all.flatMap((row) => {
      if (row.kind === 'gap') return [row.from];
      return row.kind === 'message' && row.said.seq !== undefined ? [row.said.seq] : [];
    });
  }

  const seeds = Array.from({ length: 200 }, (_, i) => i);

  test('has every entry once, ascending, among the gaps, then what is on its way', () => {
    for (const seed of seeds) {
      const input = room(seed);
      const all = rowsOf(input);
      const numbers = [
        ...input.entries.filter((entry) => entry.type === 'chat').map((entry) => entry.seq),
        ...input.gaps.map(([from]) => from),
      ];
      expect(sequence(all)).toEqual(numbers.sort((a, b) => a - b));
      const tail = all.flatMap((row) =>
        row.kind === 'message' && row.said.state ? [row.key] : [],
      );
      expect(tail).toEqual(input.outgoing.map((message) => message.id));
    }
  });

  test('has day rows exactly where the local day changes', () => {
    for (const zone of ['Europe/Berlin', 'Asia/Shanghai', 'America/St_Johns']) {
      vi.stubEnv('TZ', zone);
      for (const seed of seeds) {
        let day = '';
        let announced = '';
        for (const row of rowsOf(room(seed))) {
          if (row.kind === 'day') {
            announced = row.date.toDateString();
            expect([announced, row.date.getHours()]).not.toEqual([day, 0]);
            expect(row.date.getHours()).toBe(0);
            day = announced;
          }
          const time = row.kind === 'message' ? row.said.time : row.kind === 'system' && row.time;
          if (time) expect(new Date(time).toDateString()).toBe(announced);
        }
      }
    }
  });

  test('has unique keys, and the same ones when an outgoing message becomes an entry', () => {
    for (const seed of seeds) {
      const input = room(seed);
      const before = rowsOf(input).map((row) => row.key);
      expect(new Set(before).size).toBe(before.length);
      const [next, ...others] = input.outgoing;
      if (next === undefined) continue;
      const last = Math.max(input.entries.at(-1)?.seq ?? 0, input.gaps.at(-1)?.[1] ?? 0);
      const time = new Date(next.createdAt).toISOString();
      const entries = [...input.entries, chat(last + 1, time, MINE, { clientId: next.id })];
      expect(rowsOf({ ...input, entries, outgoing: others }).map((row) => row.key)).toEqual(before);
      expect(rowsOf({ ...input, entries }).map((row) => row.key)).toEqual(before);
    }
  });

  test('has groups that begin where they should', () => {
    for (const seed of seeds) {
      const all = rowsOf(room(seed));
      all.forEach((row, i) => {
        if (row.kind !== 'message') return;
        const above = all[i - 1];
        const goesOn =
          above?.kind === 'message' &&
          above.said.userId === row.said.userId &&
          row.said.time - above.said.time <= 300_000;
        expect(row.first).toBe(!goesOn);
      });
    }
  });

  test('of 600 entries is made in under 2 ms', () => {
    const entries = Array.from({ length: 600 }, (_, i) =>
      chat(i + 1, new Date(1_790_000_000_000 + i * 400_000).toISOString(), `u-${i % 7}`),
    );
    const input = { entries, gaps: [], outgoing: [], signals: [], mine: MINE, newAfter: 300 };
    const times = Array.from({ length: 60 }, () => {
      const start = performance.now();
      rowsOf(input);
      return performance.now() - start;
    });
    expect(times.sort((a, b) => a - b)[30]).toBeLessThan(2);
  });
});
