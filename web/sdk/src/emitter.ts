type Listener<Value> = (value: Value) => void;

/** Typed events. A listener that throws harms neither the others nor the SDK. */
export class Emitter<Events> {
  readonly #report: (error: unknown) => void;
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** Returns the function that takes the listener off again. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    // A wrapper, so that a function that listens twice can be taken off once.
    const entry: Listener<Events[Name]> = (value) => listener(value);
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(entry as Listener<never>);
    return () => listeners.delete(entry as Listener<never>);
  }

  emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as Listener<Events[Name]>)(value);
      } catch (error) {
        this.#report(error);
      }
    }
  }
}
