// A real server of its own for each test, and a real Chromium.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, openSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const here = dirname(fileURLToPath(import.meta.url));
const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const pause = millis => new Promise(resolve => setTimeout(resolve, millis));

/** Waits until this holds, or fails with the description. */
export async function until(what, holds, millis = 15_000) {
  const end = Date.now() + millis;
  while (Date.now() < end) {
    const value = await holds();
    if (value) return value;
    await pause(50);
  }
  throw new Error(`not within ${millis} ms: ${what}`);
}

const running = new Set();
process.on('exit', () => {
  for (const each of running) each.kill('SIGKILL');
});

export class Parlor {
  static async start(...options) {
    const server = new Parlor();
    server.folder = mkdtempSync(join(tmpdir(), 'parlor-page-'));
    server.options = options;
    server.port = 0;
    await server.launch();
    return server;
  }

  /** Starts it, again on the same port and folder when it ran before. */
  async launch() {
    const log = join(this.folder, 'server.log');
    const output = openSync(log, 'w');
    const data = join(this.folder, 'data');
    this.process = spawn(
      join(here, '..', 'parlor'),
      ['serve', `--port=${this.port}`, `--data=${data}`, ...this.options],
      { cwd: this.folder, stdio: ['ignore', output, output] },
    );
    running.add(this.process);
    this.port = await until(
      'the server tells its address',
      () => readFileSync(log, 'utf8').match(/http:\/\/[^:/]+:(\d+)\//)?.[1],
      120_000,
    );
  }

  get url() {
    return `http://localhost:${this.port}/`;
  }

  /** SIGKILL: nothing is told to anybody. */
  async kill() {
    const ended = new Promise(resolve => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async stats() {
    return (await fetch(`${this.url}api/stats`)).json();
  }
}

/** A wire in front of a server; muted, it lets through what a client says, and no answer. */
export class Wire {
  static async to(server) {
    const wire = new Wire();
    wire.pairs = new Set();
    wire.muted = false;
    wire.listener = createServer(near => {
      const pair = [near, connect(server.port, 'localhost')];
      wire.pairs.add(pair);
      near.on('data', bytes => pair[1].write(bytes));
      pair[1].on('data', bytes => wire.muted || near.write(bytes));
      for (const end of pair) {
        end.on('error', () => {});
        end.on('close', () => {
          wire.pairs.delete(pair);
          pair.forEach(each => each.destroy());
        });
      }
    });
    await wire.up(0);
    wire.listener.unref(); // a test that fails must not keep the others from ending
    wire.url = `http://localhost:${wire.listener.address().port}/`;
    return wire;
  }

  /** Keeps back what the server says, until `release()`: nothing of it is lost. */
  hold() {
    for (const [, far] of this.pairs) far.pause();
  }

  release() {
    for (const [, far] of this.pairs) far.resume();
  }

  /** Cuts what is open, without a word to either end. */
  cut() {
    for (const [near] of this.pairs) near.destroy();
  }

  /** Cuts it, and lets nobody in until `up()`. */
  down() {
    this.port = this.listener.address().port;
    this.stop();
  }

  up(port = this.port) {
    return new Promise(resolve => this.listener.listen(port, 'localhost', resolve));
  }

  stop() {
    this.cut();
    this.listener.close();
  }
}

/** Chromium, and everything its pages complained about. */
export class Browser {
  static async start() {
    const browser = new Browser();
    browser.complaints = [];
    const { existsSync } = await import('node:fs');
    const executablePath = process.env.CHROMIUM ?? candidates.find(existsSync);
    browser.chromium = await chromium.launch({ executablePath });
    return browser;
  }

  /** A person with a browser of their own: nothing is shared with others. */
  async person(options = {}) {
    const context = await this.chromium.newContext({
      locale: 'en-US',
      viewport: { width: 1440, height: 900 },
      ...options,
    });
    context.setDefaultTimeout(15_000); // a state that is waited for comes soon, or not at all
    context.on('page', page => {
      page.on('pageerror', error => this.complaints.push(String(error)));
      page.on('console', message => {
        const text = message.text();
        // A server killed on purpose is complained of by the browser itself, a network too.
        const expected =
          /ERR_CONNECTION|ERR_INTERNET|WebSocket connection to/.test(text) ||
          message.location().url.endsWith('/favicon.ico');
        if (message.type() === 'error' && !expected) this.complaints.push(text);
      });
    });
    return context;
  }

  async stop() {
    await this.chromium.close();
  }
}
