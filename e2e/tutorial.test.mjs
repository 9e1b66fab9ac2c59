// What a first tutorial on WebSockets teaches, spoken to a real server by a client written from it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openBrowser, openHouse, person, until } from './house.mjs';
import { make } from './learner.mjs';

const secret = 'a secret of the other system, long enough';
let house, browser, page;
before(async () => {
  const options = [`--auth.jwt.secret=${secret}`, '--heartbeat.seconds=1', '--language=zh-Hans'];
  [house, browser] = await Promise.all([openHouse(...options), openBrowser()]);
  page = await (await person(browser)).newPage();
  await page.evaluate(`globalThis.make = ${make}; globalThis.learners = {}`);
});
after(async () => {
  await browser.close();
  await house.close();
});

const base64 = value => Buffer.from(value).toString('base64url');
function jwt(claims, key = secret) {
  const body = base64('{"alg":"HS256","typ":"JWT"}') + '.' + base64(JSON.stringify(claims));
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}
const soon = () => Math.floor(Date.now() / 1000) + 600;

// A learner lives in the page; here are its name there and what it heard so far.
async function come(name, query, subject = name) {
  const url = `ws://localhost:${house.port}/ws?${query}`;
  await page.evaluate(`learners['${subject}'] = make('${url}')`);
  const heard = () => page.evaluate(one => ({ ...learners[one], ws: undefined }), subject);
  return {
    heard,
    send: what => page.evaluate(([one, it]) => learners[one].send(it), [subject, what]),
    close: () => page.evaluate(one => learners[one].ws.close(), subject),
    state: () => page.evaluate(one => learners[one].ws.readyState, subject),
    hears: (kind, check) => until(async () => (await heard())[kind].find(check), `${kind}`),
  };
}

test('plain text and the JSON forms of a chat message arrive, and its own time is not believed',
  async () => {
    const room = encodeURIComponent('自习室');
    const ann = await come('ann', `name=${encodeURIComponent('安')}&room=${room}`);
    const bob = await come('bob', `room=${room}`);
    assert.equal((await ann.hears('systems', m => m.userCount === 2)).event, 'join');
    assert.equal(await ann.state(), 1);
    await ann.send('消息内容');
    assert.equal((await bob.hears('chats', m => m.message === '消息内容')).user, '安');
    await bob.send({ type: 'chat', user: '张三', message: '你好', time: '10:00' });
    const second = await ann.hears('chats', m => m.message === '你好');
    assert.equal(second.user, '张三'); // a guest without a name is named by the first message
    assert.match(second.time, /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    await ann.send({ type: 'chat', content: '字段叫 content', roomId: '自习室' });
    await bob.hears('chats', m => m.message === '字段叫 content' && m.room === '自习室');
    await ann.send({ type: 'system', message: '我是系统' });
    assert.equal((await ann.hears('errors', m => m.code === 'forbidden')).type, 'error');
    await ann.send({ type: 'chat', message: '长'.repeat(1001) });
    await ann.hears('errors', m => m.code === 'too_long');
    await ann.close();
    await bob.hears('systems', m => m.event === 'leave' && m.userCount === 1);
    assert.equal((await ann.heard()).closed.code, 1005); // `ws.close()` names no code
    assert.equal(await ann.state(), 3);
    assert.equal(await ann.send('太晚了'), false);
  });

test('rooms hear only their own, and echo=0 leaves out one\'s own', async () => {
  const ann = await come('ann', 'name=Ann&room=red', 'ann2');
  const bob = await come('bob', 'name=Bob&room=red&echo=0', 'bob2');
  const eve = await come('eve', 'name=Eve&room=blue', 'eve2');
  await ann.hears('systems', m => m.userCount === 2);
  await eve.hears('systems', m => m.room === 'blue');
  await bob.send('for red');
  await ann.hears('chats', m => m.message === 'for red');
  await ann.send('and back');
  await bob.hears('chats', m => m.message === 'and back');
  await eve.send('for blue');
  await eve.hears('chats', m => m.message === 'for blue');
  assert.deepEqual((await bob.heard()).chats.map(m => m.message), ['and back']);
  assert.deepEqual((await eve.heard()).chats.map(m => m.message), ['for blue']);
});

test('a JWT in the URL says who one is; a wrong one closes with 1008 and the reason', async () => {
  const token = jwt({ sub: 'user-7', name: '王五', exp: soon() });
  const known = await come('known', `token=${token}&name=somebody`);
  await known.hears('systems', m => m.userId === 'user-7' && m.user === '王五');
  for (const [subject, bad] of Object.entries({
    forged: jwt({ sub: 'user-7', name: '王五', exp: soon() }, 'another secret that is long enough'),
    expired: jwt({ sub: 'user-7', name: '王五', exp: soon() - 6000 }),
    noise: 'noise',
  })) {
    const stranger = await come(subject, `token=${bad}`);
    const closed = await until(async () => (await stranger.heard()).closed, subject);
    assert.deepEqual(closed, { code: 1008, reason: '认证失败' });
  }
});

test('a browser that only listens outlives many heartbeats', async () => {
  const quiet = await come('quiet', 'name=quiet&room=quiet');
  await new Promise(resolve => setTimeout(resolve, 4000)); // four rounds of this server's heartbeat
  assert.equal(await quiet.state(), 1);
});

test('the statistics count connections and messages sent', async () => {
  const before = await house.stats();
  const ann = await come('ann', 'name=Ann&room=counted', 'ann3');
  const bob = await come('bob', 'name=Bob&room=counted', 'bob3');
  await ann.hears('systems', m => m.userCount === 2);
  const open = await house.stats();
  assert.equal(open.activeConnections, before.activeConnections + 2);
  await ann.send('one message, two readers');
  await Promise.all([ann, bob].map(each => each.hears('chats', () => true)));
  await until(async () => (await house.stats()).messagesSent === open.messagesSent + 2, 'sent');
  await ann.close();
  const left = before.activeConnections + 1;
  await until(async () => (await house.stats()).activeConnections === left, 'closed');
});
