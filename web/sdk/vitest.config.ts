import { defineConfig } from 'vitest/config';

// Tests against a running server have a suite of their own: `npm run test:live`.
export default defineConfig({ test: { include: ['test/*.test.ts'], testTimeout: 20_000 } });
