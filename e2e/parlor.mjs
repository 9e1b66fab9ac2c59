// A real server of its own for each test, and a real Chromium.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
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

/** What was opened and not yet stopped: a test that fails must not keep the others from ending. */
const opened = new Set();
after(() => Promise.all([...opened].map(each => each.stop())));

const running = new Set();
process.on('exit', () => {
  for (const each of running) each.kill('SIGKILL');
});
process.once('SIGTERM', () => process.exit(1)); // so the runner ends a file that takes too long

const hasEnded = child => child.exitCode !== null || child.signalCode !== null;

/** Starts a program that does not outlive the tests. Its `stop()` may be called again. */
export function run(program, options, more) {
  const child = spawn(program, options, more);
  child.ended = new Promise(resolve => {
    child.once('close', resolve);
    child.once('error', resolve);
  });
  child.stop = async (signal = 'SIGKILL') => {
    if (!hasEnded(child)) child.kill(signal);
    return child.ended;
  };
  running.add(child);
  opened.add(child);
  void child.ended.then(() => {
    running.delete(child);
    opened.delete(child);
  });
  return child;
}

/** What makes a server refuse messages with this word. */
export function refusing(word) {
  const folder = mkdtempSync(join(tmpdir(), 'parlor-words-'));
  opened.add({ stop: () => rmSync(folder, { recursive: true, force: true }) });
  const file = join(folder, 'words');
  writeFileSync(file, `${word}\n`);
  return [`--filter.words=${file}`, '--filter.action=refuse'];
}

export class Parlor {
  static async start(...options) {
    const server = new Parlor();
    server.folder = mkdtempSync(join(tmpdir(), 'parlor-page-'));
    server.options = options;
    server.port = 0;
    opened.add(server);
    await server.launch();
    return server;
  }

  /** Starts it, again on the same port and folder when it ran before. */
  async launch() {
    const log = join(this.folder, 'server.log');
    const output = openSync(log, 'w');
    const data = join(this.folder, 'data');
    this.process = run(
      join(here, '..', 'parlor'),
      ['serve', `--port=${this.port}`, `--data=${data}`, ...this.options],
      { cwd: this.folder, stdio: ['ignore', output, output] },
    );
    closeSync(output);
    const { process } = this;
    this.port = await until(
      'the server tells its address',
      () => {
        const said = readFileSync(log, 'utf8');
        if (hasEnded(process)) throw new Error(`the server has ended: ${said}`);
        return said.match(/http:\/\/[^:/]+:(\d+)\//)?.[1];
      },
      120_000,
    );
  }

  get url() {
    return `http://localhost:${this.port}/`;
  }

  /** SIGKILL: nothing is told to anybody. */
  kill() {
    return this.process.stop();
  }

  async stop() {
    await this.kill();
    opened.delete(this);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async stats() {
    return (await fetch(`${this.url}api/stats`)).json();
  }
}

/**
 * A wire in front of a server; muted, it lets through what a client says, and no answer. A socket
 * that opens gets so many bytes `unasked`, and the rest after `release()`.
 */
export class Wire {
  static async to(server) {
    const wire = new Wire();
    wire.pairs = new Set();
    wire.muted = false;
    wire.unasked = Infinity;
    wire.words = 0; // what clients said on sockets that opened so, their handshakes included
    wire.listener = createServer(near => wire.join(near, connect(server.port, 'localhost')));
    opened.add(wire);
    await wire.up(0);
    wire.url = `http://localhost:${wire.listener.address().port}/`;
    return wire;
  }

  join(near, far) {
    const pair = { near, far, held: false, left: Infinity };
    this.pairs.add(pair);
    near.on('data', bytes => {
      if (/^upgrade: websocket/im.test(String(bytes))) pair.left = this.unasked;
      if (pair.left < Infinity || pair.held) this.words++;
      if (!far.write(bytes)) near.pause();
    });
    far.on('data', bytes => {
      if (this.muted) return;
      if (!near.write(bytes)) far.pause();
      pair.left -= bytes.length;
      if (pair.left > 0) return;
      pair.held = true;
      far.pause();
    });
    far.on('drain', () => near.resume());
    near.on('drain', () => pair.held || far.resume());
    for (const end of [near, far]) {
      end.on('error', () => {});
      end.on('close', () => {
        this.pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  }

  /** Keeps back what the server says, until `release()`: nothing of it is lost. */
  hold() {
    for (const pair of this.pairs) {
      pair.held = true;
      pair.far.pause();
    }
  }

  release() {
    for (const pair of this.pairs) {
      pair.held = false;
      pair.left = Infinity;
      pair.far.resume();
    }
  }

  /** Cuts what is open, without a word to either end. */
  cut() {
    for (const { near } of this.pairs) near.destroy();
  }

  /** Cuts it, and lets nobody in until `up()`. */
  down() {
    this.port = this.listener.address().port;
    this.cut();
    this.listener.close();
  }

  up(port = this.port) {
    return new Promise(resolve => this.listener.listen(port, 'localhost', resolve));
  }

  stop() {
    opened.delete(this);
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
    opened.add(browser);
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
    opened.delete(this);
    await this.chromium.close();
  }
}
