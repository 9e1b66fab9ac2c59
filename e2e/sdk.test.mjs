// The SDK's own tests against a real server, and its example in a terminal.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { here, Parlor, run as start, until } from './parlor.mjs';

const web = join(here, '..', 'web');
let server;
before(async () => {
  server = await Parlor.start('--limits.joinsPerMinute=0', '--limits.newRoomsPerMinute=0');
});
after(() => server?.stop());

function run(command, args, env = {}) {
  const child = start(command, args, { cwd: web, env: { ...process.env, NO_COLOR: '1', ...env } });
  child.output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', bytes => {
      child.output += bytes;
    });
  return child;
}

test('the SDK does against a real server what it does against one that is played', async () => {
  const tests = run('npm', ['run', 'test:live', '-w', 'sdk'], {
    PARLOR_URL: `ws://localhost:${server.port}/ws`,
  });
  assert.equal(await tests.ended, 0, tests.output);
  assert.match(tests.output, /Tests\s+\d+ passed \(\d+\)/);
});

test('two terminals chat by the example of the SDK', async () => {
  const url = `ws://localhost:${server.port}/ws`;
  const [ann, bo] = ['Ann', 'Bo'].map(name => run('node', ['sdk/examples/chat.mjs', url, name]));
  try {
    await until(
      'both are there',
      () => [ann, bo].every(each => each.output.includes('(online)')),
      20_000,
    );
    ann.stdin.write('hello from a terminal\n');
    await until(
      'both read it',
      () => [ann, bo].every(each => each.output.includes('Ann: hello from a terminal')),
      20_000,
    );
  } finally {
    await Promise.all([ann.stop(), bo.stop()]);
  }
});
