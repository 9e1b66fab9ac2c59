// The page behind a real nginx: below a path, without Upgrade, and before a server that is down.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { box, keptHere, line, say, stage, status } from './page.mjs';
import { here, run, until } from './parlor.mjs';

const on = stage();

const freePort = () =>
  new Promise(resolve => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const { port } = listener.address();
      listener.close(() => resolve(port));
    });
  });
const answers = port =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** An nginx of its own with the lines that are shipped, without TLS and on a free port. */
async function nginx(changed) {
  const folder = mkdtempSync(join(tmpdir(), 'parlor-nginx-'));
  const port = await freePort();
  const lines = changed(readFileSync(join(here, '..', 'deploy', 'nginx.conf'), 'utf8'))
    .replace('server 127.0.0.1:3000;', `server 127.0.0.1:${on.server.port};`)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replace(/^ *ssl_.*$/gm, '')
    .replaceAll('/var/log/nginx/', `${folder}/`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map(kind => `${kind}_temp_path ${folder}/${kind};`)
    .join('\n');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${userInfo().username === 'root' ? 'user root;' : ''}
daemon off; pid ${folder}/pid; worker_processes 1; events {}
http { ${temporary} ${lines} }`,
  );
  const program = existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';
  const running = run(program, ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], {
    stdio: 'ignore',
  });
  await until('nginx answers', () => answers(port));
  return {
    origin: `http://localhost:${port}/`,
    stop: async () => {
      await running.stop('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const belowChat = lines =>
  lines
    .replace('location / {', 'location /chat/ {')
    .replace('proxy_pass http://parlor;', 'proxy_pass http://parlor/;');
const withoutUpgrade = lines =>
  lines.replace(/^ *proxy_(http_version|set_header (Upgrade|Connection)) .*$/gm, '');

test('below /chat/ the page, its parts, its links and its sockets work', async () => {
  const proxy = await nginx(belowChat);
  const base = `${proxy.origin}chat/`;
  const ann = await on.guest('Ann', 'tea', { locale: 'en-US' }, base);
  const bob = await on.guest('Bob', 'tea', { locale: 'en-US' }, base);
  await say(ann, 'through nginx');
  await line(bob, 'through nginx');
  await say(bob, 'and back');
  await line(ann, 'and back');
  assert.equal(new URL(ann.url()).pathname, '/chat/r/tea');

  const parts = await ann.evaluate(() =>
    performance.getEntriesByType('resource').map(one => one.name),
  );
  for (const part of parts) assert.ok(part.startsWith(base), part);
  const manifest = await ann.evaluate(async () => {
    const { href } = document.querySelector('link[rel="manifest"]');
    const answer = await fetch(href);
    const { start_url: start, icons } = await answer.json();
    const icon = await fetch(new URL(icons[0].src, href));
    return { status: answer.status, start: new URL(start, href).href, icon: icon.status };
  });
  assert.deepEqual(manifest, { status: 200, start: base, icon: 200 });

  await ann.goto(`${base}r/tea/1`);
  await ann.locator('.msg[data-seq="1"].marked').waitFor();
  await proxy.stop();
  await ann.context().close();
  await bob.context().close();
});

test('below /chat/ the worker keeps the page: offline it opens, with what was written', async () => {
  const proxy = await nginx(belowChat);
  const page = await on.guest('Cleo', 'tea', { locale: 'en-US' }, `${proxy.origin}chat/`);
  const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
  assert.equal(scope, `${proxy.origin}chat/`);
  await page.fill('#compose', 'half a word');
  await page.reload();
  await keptHere(page);
  await page.context().setOffline(true);
  await page.reload();
  await page.locator('#compose').waitFor();
  assert.equal(await box(page), 'half a word');
  await status(page, 'This device is offline');
  await page.context().setOffline(false);
  await page.locator('.me small', { hasText: 'Online' }).waitFor();
  await proxy.stop();
  await page.context().close();
});

test('without Upgrade the page says that it cannot connect, and the doctor whose fault it is', async () => {
  const proxy = await nginx(withoutUpgrade);
  const page = await on.open(await on.person({ locale: 'en-US' }), 'tea', proxy.origin);
  await page.fill('#name', 'Dora');
  await page.press('#name', 'Enter');
  await status(page, 'The server does not answer');
  await page.locator('.status button', { hasText: 'Why?' }).click();
  const doctor = page.locator('.doctor');
  await doctor.locator('li', { hasText: 'No WebSocket opens.' }).waitFor();
  await doctor.locator('li.ok', { hasText: 'The server answers over HTTP.' }).waitFor();
  await doctor.locator('.advice', { hasText: 'Something in between stops WebSockets' }).waitFor();
  assert.match(
    await doctor.locator('.codebox', { hasText: 'nginx' }).textContent(),
    /proxy_set_header Upgrade/,
  );
  assert.match(
    await doctor.locator('.codebox', { hasText: 'Caddy' }).textContent(),
    /reverse_proxy/,
  );
  await proxy.stop();
  await page.context().close();
});

test('with the server down the doctor says so, with a proxy before it and without', async () => {
  const proxy = await nginx(lines => lines);
  const pages = [
    await on.guest('Emil', 'tea', { locale: 'en-US' }, proxy.origin),
    await on.guest('Fay', 'tea', { locale: 'en-US' }),
  ];
  await on.server.kill();
  for (const page of pages) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('doctor');
    await page.keyboard.press('Enter');
    const doctor = page.locator('.doctor');
    await doctor.locator('li', { hasText: 'does not answer over HTTP' }).waitFor();
    await doctor.locator('.advice', { hasText: 'The server is down' }).waitFor();
    assert.equal(await doctor.locator('.codebox').count(), 0);
    await page.context().close();
  }
  await proxy.stop();
});
