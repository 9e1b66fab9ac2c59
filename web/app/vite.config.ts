import { defineConfig } from 'vite';

// Paths are relative: the page must work below any prefix that a proxy gives it.
export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: { target: 'es2022', outDir: 'dist', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/ws': { target: 'ws://127.0.0.1:3000', ws: true }, '/healthz': 'http://127.0.0.1:3000' } },
});
