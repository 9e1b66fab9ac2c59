// The clients that a WebSocket tutorial teaches, unchanged, against the real server.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Browser, Parlor, here, until } from './parlor.mjs';

const secret = 'a secret of this test, long enough for HS256';
let server, browser;

before(async () => {
  server = await Parlor.start(`--auth.jwt.secret=${secret}`, '--limits.messagesPerSecond=50');
  browser = await Browser.start();
  mkdirSync(join(here, 'shots'), { recursive: true });
});
after(async () => {
  await browser?.stop();
  await server?.stop();
});

const lines = page => page.locator('#list li').allTextContents();

test('ten lines in a file on disk chat from tab to tab', async () => {
  const source = readFileSync(join(here, 'ten-lines.html'), 'utf8');
  const file = join(server.folder, 'ten-lines.html');
  writeFileSync(file, source.replace('localhost:3000', `localhost:${server.port}`));
  const context = await browser.person();
  const [one, two] = [await context.newPage(), await context.newPage()];
  await one.goto(`file://${file}`);
  await until('the first is counted', async () => (await lines(one)).some(l => l.endsWith('(1)')));
  await two.goto(`file://${file}`);
  await until('the second is seen', async () => (await lines(one)).some(l => l.endsWith('(2)')));
  await one.fill('#input', '你好，第二个标签页');
  await one.press('#input', 'Enter');
  const sent = '张三: 你好，第二个标签页';
  await until('it is read there', async () => (await lines(two)).includes(sent));
  await until('and here', async () => (await lines(one)).includes(sent));
  await two.fill('#input', '   ');
  await two.press('#input', 'Enter');
  await until('an error is shown', async () => (await lines(two)).some(l => l.startsWith('! ')));
  const late = await context.newPage();
  await late.goto(`file://${file}`);
  await until('who comes later reads it too', async () => (await lines(late)).includes(sent));
  await two.screenshot({ path: join(here, 'shots', 'ten-lines.png') });
  await context.close();
});

/** The tutorial's client: on every event it writes down what it learned. */
async function tutorialClient(page, query) {
  await page.goto(`${server.url}healthz`); // a page of the same origin, and nothing else
  await page.evaluate(url => {
    window.log = [];
    window.ws = new WebSocket(url);
    ws.onopen = () => log.push({ type: 'open', readyState: ws.readyState });
    ws.onmessage = event => log.push(JSON.parse(event.data));
    ws.onclose = event => log.push({ type: 'close', code: event.code, reason: event.reason });
    ws.onerror = () => log.push({ type: 'failed' });
  }, `ws://localhost:${server.port}/ws${query}`);
  return {
    send: what =>
      page.evaluate(text => ws.send(text), typeof what === 'string' ? what : JSON.stringify(what)),
    seen: (what, holds) => until(what, async () => (await page.evaluate(() => log)).find(holds)),
    all: () => page.evaluate(() => log),
    close: () => page.evaluate(() => ws.close()),
  };
}

function jwt(claims) {
  const part = value => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

test('plain text and the JSON forms of the tutorial work', async () => {
  const context = await browser.person({ locale: 'zh-CN' });
  const one = await tutorialClient(await context.newPage(), '');
  const two = await tutorialClient(await context.newPage(), '');
  await one.seen('open', m => m.type === 'open' && m.readyState === 1);
  await one.seen('a system message with a count', m => m.type === 'system' && m.userCount === 2);
  await one.send('Hello Server!');
  await two.seen('plain text', m => m.type === 'chat' && m.message === 'Hello Server!');
  await one.send({ type: 'chat', user: '李四', message: '你好', time: '10:00' });
  const chat = await two.seen('JSON', m => m.type === 'chat' && m.message === '你好');
  assert.equal(chat.user, '李四');
  assert.notEqual(chat.time, '10:00', 'a client does not say what time it is');
  await one.send({ type: 'chat', content: '按 content', roomId: 'lobby' });
  await two.seen('content', m => m.message === '按 content');
  await one.send({ type: 'system', message: 'x', userCount: 9 });
  await one.seen('refused', m => m.type === 'error' && m.code === 'forbidden');
  await one.send({ type: 'chat', message: 'x'.repeat(1001) });
  await one.seen('too long', m => m.type === 'error' && m.code === 'too_long');
  await one.close();
  await two.seen('leaving is told', m => m.type === 'system' && m.event === 'leave');
  await context.close();
});

test('rooms are apart, and whoever does not want an echo gets none', async () => {
  const context = await browser.person();
  const ann = await tutorialClient(await context.newPage(), '?name=Ann&room=a&echo=false');
  const bob = await tutorialClient(await context.newPage(), '?name=Bob&room=a');
  const eve = await tutorialClient(await context.newPage(), '?name=Eve&room=b');
  await Promise.all([ann, bob, eve].map(each => each.seen('joined', m => m.type === 'joined')));
  await ann.send('only for a');
  await bob.seen('it is read in a', m => m.message === 'only for a');
  await ann.seen('an ack instead of an echo', m => m.type === 'ack' && m.seq > 0);
  await eve.send({ type: 'ping', ref: 1 });
  await eve.seen('pong', m => m.type === 'pong');
  assert.ok(!(await eve.all()).some(m => m.message === 'only for a'));
  assert.ok(!(await ann.all()).some(m => m.type === 'chat'));
  await context.close();
});

test('a token in the address says who one is; a bad one closes with 1008 认证失败', async () => {
  const context = await browser.person();
  const token = jwt({ sub: 'u-42', name: '王五', exp: Math.floor(Date.now() / 1000) + 60 });
  const good = await tutorialClient(await context.newPage(), `?token=${token}`);
  const welcome = await good.seen('welcome', m => m.type === 'welcome');
  assert.deepEqual(welcome.you, { userId: 'u-42', name: '王五', guest: false });
  const forged = token.slice(0, -6) + 'AAAAAA';
  const bad = await tutorialClient(await context.newPage(), `?token=${forged}`);
  const closed = await bad.seen('closed', m => m.type === 'close');
  assert.deepEqual([closed.code, closed.reason], [1008, '认证失败']);
  await context.close();
});

test('connections and messages are counted', async () => {
  const context = await browser.person();
  const client = await tutorialClient(await context.newPage(), '?room=counted');
  await client.seen('joined', m => m.type === 'joined');
  const before = await server.stats();
  assert.ok(before.activeConnections >= 1);
  await client.send('one');
  await client.seen('its echo', m => m.type === 'chat');
  assert.ok((await server.stats()).messagesSent > before.messagesSent);
  await client.close();
  await until(
    'one less',
    async () => (await server.stats()).activeConnections < before.activeConnections,
  );
  await context.close();
  assert.deepEqual(browser.complaints, []);
});
