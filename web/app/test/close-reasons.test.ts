import { describe, expect, test } from 'vitest';
import { closeReasonOf } from '../src/connection/close-reasons.ts';

describe('why a connection ended', () => {
  test.each([
    [1000, 'ended'],
    [1001, 'ended'],
    [1002, 'protocol'],
    [1003, 'protocol'],
    [1005, 'ended'],
    [1006, 'network'],
    [1007, 'protocol'],
    [1008, 'authentication'],
    [1009, 'tooBig'],
    [1011, 'serverError'],
    [1012, 'restart'],
    [1013, 'overload'],
    [4001, 'tokenExpired'],
    [4008, 'tooSlow'],
    [4029, 'tooFast'],
    [4501, 'protocol'],
    [4503, 'notAllowed'],
    [4504, 'tooMany'],
    // codes to come are read by their range
    [1014, 'network'],
    [3000, 'network'],
    [4200, 'network'],
    [4999, 'notAllowed'],
    [Number.NaN, 'network'],
  ] as const)('%d is %s', (code, reason) => {
    expect(closeReasonOf(code)).toBe(reason);
  });
});
