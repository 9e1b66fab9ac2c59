// A real server on a free port and a real browser, for the tests in this folder.
import { spawn } from 'node:child_process';
import { accessSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const running = new Set();
process.on('exit', () => { for (const each of running) each.kill('SIGKILL'); });

export const folder = fileURLToPath(new URL('.', import.meta.url));

// A server on a data folder that outlives it. `kill` is kill -9, `start` begins it anew, in place.
export async function openHouse(...options) {
  const data = mkdtempSync(join(tmpdir(), 'parlor-e2e-'));
  const house = { port: 0, process: undefined };
  house.start = async () => {
    const flags = [`--port=${house.port}`, `--data=${data}`, ...options];
    house.process = spawn(join(folder, '..', 'parlor'), ['serve', ...flags]);
    running.add(house.process);
    house.port = await address(house.process);
  };
  house.signal = name => house.process.kill(name);
  house.kill = async () => {
    const gone = new Promise(resolve => house.process.once('exit', resolve));
    house.signal('SIGKILL');
    await gone;
  };
  house.close = async () => {
    if (house.process.exitCode === null && house.process.signalCode === null) await house.kill();
    rmSync(data, { recursive: true, force: true });
  };
  house.stats = async () => (await fetch(`http://localhost:${house.port}/api/stats`)).json();
  await house.start();
  return house;
}

function address(server) {
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = bytes => {
      said += bytes;
      const port = /http:\/\/localhost:(\d+)\//.exec(said)?.[1];
      if (port) resolve(Number(port));
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.once('exit', code => reject(new Error(`the server ended with ${code}: ${said}`)));
    setTimeout(() => reject(new Error(`no address after 120 s: ${said}`)), 120_000).unref();
  });
}

// A wire in front of a server. `mute` lets through what a client says, and no answer any more.
export async function openWire(house) {
  const pairs = new Set();
  let muted = false;
  const listener = createServer(near => {
    const far = connect(house.port, 'localhost');
    const pair = [near, far];
    pairs.add(pair);
    near.on('data', bytes => far.write(bytes));
    far.on('data', bytes => muted || near.write(bytes));
    for (const one of pair) {
      one.on('error', () => {});
      one.on('close', () => { pairs.delete(pair); pair.forEach(each => each.destroy()); });
    }
  });
  await new Promise(resolve => listener.listen(0, 'localhost', resolve));
  return {
    port: listener.address().port,
    mute(value) { muted = value; },
    cut() { for (const pair of pairs) pair[0].destroy(); },
    close() { this.cut(); listener.close(); },
  };
}

export function openBrowser() {
  const known = ['chromium', 'chromium-browser', 'google-chrome'].flatMap(name =>
    (process.env.PATH ?? '').split(':').map(place => join(place, name)));
  return chromium.launch({ executablePath: known.find(exists) });
}

function exists(file) {
  try { accessSync(file); return true; } catch { return false; }
}

// Pages of one person: they share their storage. What a page complains of is kept in `complaints`.
export async function person(browser, settings = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', ...settings });
  const complaints = [];
  context.on('page', page => {
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('console', message => {
      const lost = /WebSocket connection to/.test(message.text()); // said of every cut connection
      if (['error', 'warning'].includes(message.type()) && !lost) complaints.push(message.text());
    });
  });
  return Object.assign(context, { complaints });
}

export async function until(check, what, millis = 30_000) {
  const end = Date.now() + millis;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${millis} ms: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
