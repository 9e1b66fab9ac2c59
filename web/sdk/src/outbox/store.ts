import type { Outgoing } from '../types.ts';

/** What another tab did to the outbox that both share. */
export type OutboxChange = { kind: 'put'; outgoing: Outgoing } | { kind: 'remove'; id: string };

/** Where the messages that are not acknowledged are kept. */
export interface OutboxStore {
  /** All that is kept, ascending by id: oldest first. */
  load(): Promise<Outgoing[]>;
  /** Keeps it as it is now, in the place of what has its id; other tabs are told. */
  put(outgoing: Outgoing): Promise<void>;
  /** Forgets it; other tabs are told. What is not there is no mistake. */
  remove(id: string): Promise<void>;
  /** Tells what other tabs do, until the function that it returns is called. */
  watch(listener: (change: OutboxChange) => void): () => void;
  /**
   * Asks to be the one that sends. `granted` is called when it is one's turn, at once where nobody
   * else is there; the function that is returned gives it back, or ends the wait.
   */
  hold(granted: () => void): () => void;
}

/** An outbox that lives as long as the program: nothing survives a reload. */
export function memoryOutbox(): OutboxStore {
  const kept = new Map<string, Outgoing>();
  return {
    load: async () => [...kept.values()].map((one) => ({ ...one })).sort(byId),
    put: async (outgoing) => {
      kept.set(outgoing.id, { ...outgoing });
    },
    remove: async (id) => {
      kept.delete(id);
    },
    watch: () => () => {},
    hold: (granted) => {
      granted();
      return () => {};
    },
  };
}

/** UUIDv7 sorts by time. */
export function byId(one: Outgoing, other: Outgoing): number {
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}
