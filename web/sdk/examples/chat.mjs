// Chats from a terminal: npm run build, then
//   node examples/chat.mjs http://localhost:3000/ws 张三 tea
import { createInterface } from 'node:readline';
import { isChat, Parlor } from 'parlor-sdk';

const [url = 'http://localhost:3000/ws', name = 'Ann', roomName = 'lobby'] = process.argv.slice(2);
// Node 22 has a WebSocket of its own; before that the package `ws` gives one.
const WebSocket = globalThis.WebSocket ?? (await import('ws')).WebSocket;
const parlor = new Parlor({ url, name, environment: { WebSocket } });
const room = parlor.room(roomName);

parlor.on('connection', (now) => console.log(`(${now.state})`));
parlor.on('entry', ({ entry }) => isChat(entry) && console.log(`${entry.user}: ${entry.message}`));
parlor.on('system', ({ signal }) => console.log(`* ${signal.message}`));
parlor.on('error', (refusal) => console.log(`! ${refusal.message}`));
parlor.on('outbox', () => {
  for (const one of parlor.outgoing.filter(({ state }) => state === 'failed')) {
    console.log(`! ${one.refusal?.message} (${one.message})`);
    parlor.discard(one.id);
  }
});

room.join({ last: 20 });
parlor.start();
createInterface({ input: process.stdin })
  .on('line', (line) => line.trim() && room.send(line))
  .on('close', async () => {
    const waits = () => parlor.outgoing.some(({ state }) => state !== 'sent');
    while (waits() && parlor.connection.state !== 'stopped') {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    parlor.stop();
  });
