import { defineConfig } from 'vitest/config';

if (!process.env.PARLOR_URL) {
  throw new Error('PARLOR_URL has to name a running server, like http://127.0.0.1:3000/ws.');
}

export default defineConfig({ test: { include: ['test/live/*.test.ts'], testTimeout: 30_000 } });
