import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

/** Writes `sw.js` with the list of what the page consists of, and a version made of it. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const built = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
      const paths = ['./', ...built, ...readdirSync('public')].sort();
      const hash = createHash('sha256');
      for (const part of Object.values(bundle)) {
        hash.update(part.type === 'chunk' ? part.code : part.source);
      }
      for (const name of readdirSync('public')) {
        hash.update(readFileSync(`public/${name}`));
      }
      const list = JSON.stringify({ version: hash.digest('hex').slice(0, 16), paths });
      const source = readFileSync('sw.js', 'utf8').replace('= FILES;', `= ${list};`);
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  };
}

// Paths are relative: the page works below any prefix that a proxy gives it.
export default defineConfig({
  base: './',
  plugins: [serviceWorker()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: {
    proxy: {
      '/ws': { target: 'ws://127.0.0.1:3000', ws: true },
      '/healthz': 'http://127.0.0.1:3000',
      '/readyz': 'http://127.0.0.1:3000',
    },
  },
});
