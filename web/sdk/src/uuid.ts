/** Fills with random bytes. */
export type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => void;

let lastMillis = 0;
let lastCounter = 0;

/**
 * A UUID of version 7 (RFC 9562, 5.7): ids grow with time, and strictly within one program, by a
 * counter of 12 bits in `rand_a` (6.2, method 1). When the clock stands or goes back the
 * counter goes on; when it is used up the millisecond is taken one further.
 *
 * @param now milliseconds since the epoch
 * @param random fills the bytes that are left to chance; default: the system's secure source
 */
export function uuidV7(now = Date.now(), random: RandomBytes = secure): string {
  const bytes = new Uint8Array(16);
  random(bytes);
  const millis = advance(Math.floor(now), ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0));
  for (let index = 0; index < 6; index++) {
    bytes[index] = Math.floor(millis / 2 ** (8 * (5 - index))) % 256;
  }
  bytes[6] = 0x70 | (lastCounter >> 8);
  bytes[7] = lastCounter & 0xff;
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [8, 12, 16, 20, 32]
    .map((end, index, ends) => hex.slice(ends[index - 1] ?? 0, end))
    .join('-');
}

// A new millisecond starts in the lower half, so that there is room to count.
function advance(now: number, chance: number): number {
  if (now > lastMillis) {
    lastMillis = now;
    lastCounter = chance & 0x7ff;
  } else if (lastCounter < 0xfff) {
    lastCounter++;
  } else {
    lastMillis++;
    lastCounter = chance & 0x7ff;
  }
  return lastMillis;
}

function secure(bytes: Uint8Array<ArrayBuffer>): void {
  crypto.getRandomValues(bytes);
}
