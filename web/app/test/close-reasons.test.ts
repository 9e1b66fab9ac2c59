import { describe, expect, test } from 'vitest';
import { closeReasonOf, comesBack } from '../src/connection/close-reasons.ts';

describe('why a connection ended', () => {
  test.each([
    [1000, 'ended', true],
    [1001, 'ended', true],
    [1002, 'protocol', true],
    [1003, 'protocol', true],
    [1005, 'ended', true],
    [1006, 'network', true],
    [1007, 'protocol', true],
    [1008, 'authentication', false],
    [1009, 'tooBig', true],
    [1011, 'serverError', true],
    [1012, 'restart', true],
    [1013, 'overload', true],
    [4001, 'tokenExpired', true],
    [4008, 'tooSlow', true],
    [4029, 'tooFast', true],
    [4501, 'protocol', false],
    [4503, 'notAllowed', false],
    [4504, 'tooMany', false],
    // codes to come are read by their range
    [1014, 'network', true],
    [3000, 'network', true],
    [4200, 'network', true],
    [4999, 'notAllowed', false],
    [Number.NaN, 'network', true],
  ] as const)('%d is %s', (code, reason, back) => {
    expect(closeReasonOf(code)).toBe(reason);
    expect(comesBack(code)).toBe(back);
  });
});
