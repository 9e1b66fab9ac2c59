/** What happened, by close code (docs/reference/protocol.md), as a key of the texts. */
export type CloseReason =
  | 'network'
  | 'restart'
  | 'overload'
  | 'serverError'
  | 'tokenExpired'
  | 'authentication'
  | 'tooSlow'
  | 'tooFast'
  | 'notAllowed'
  | 'tooMany'
  | 'protocol'
  | 'tooBig'
  | 'ended';

const REASONS: ReadonlyMap<number, CloseReason> = new Map<number, CloseReason>([
  [1000, 'ended'],
  [1001, 'ended'],
  [1002, 'protocol'],
  [1003, 'protocol'],
  [1005, 'ended'], // a Close frame without a code
  [1006, 'network'],
  [1007, 'protocol'],
  [1008, 'authentication'],
  [1009, 'tooBig'],
  [1010, 'protocol'],
  [1011, 'serverError'],
  [1012, 'restart'],
  [1013, 'overload'],
  [4001, 'tokenExpired'],
  [4008, 'tooSlow'],
  [4029, 'tooFast'],
  [4501, 'protocol'],
  [4503, 'notAllowed'],
  [4504, 'tooMany'],
]);

/** From here on a code of the server says: do not come back. */
const FIRST_FINAL = 4500;

/** A code that this version does not know is read by its range. */
export function closeReasonOf(code: number): CloseReason {
  return REASONS.get(code) ?? (code >= FIRST_FINAL ? 'notAllowed' : 'network');
}
