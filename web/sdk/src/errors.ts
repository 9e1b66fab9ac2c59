import type { RefusalFrame } from './types.ts';

/** The server refused a request. `refusal.code` says why, `message` is for people. */
export class RefusalError extends Error {
  readonly refusal: RefusalFrame;

  constructor(refusal: RefusalFrame) {
    super(refusal.message);
    this.name = 'RefusalError';
    this.refusal = refusal;
  }
}

/** A request was not answered: the connection is lost, there was none, or 15 s have passed. */
export class ConnectionLost extends Error {
  constructor(message = 'The connection is lost.') {
    super(message);
    this.name = 'ConnectionLost';
  }
}
