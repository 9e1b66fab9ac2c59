import type { RefusalFrame } from './types.ts';

// docs/reference/refusals.md: those after which the same request may succeed. In both kinds (`same`
// and `later`) a message is sent again under its id, which the server keeps single.
const again = new Set([
  'rate_limited',
  'overloaded',
  'storage_unavailable',
  'internal',
  'request_timeout',
]);

/** Whether the same request may succeed later. A code of a later version does when it says when. */
export function mayRetry(refusal: RefusalFrame): boolean {
  return again.has(refusal.code) || refusal.retryAfterMillis !== undefined;
}
