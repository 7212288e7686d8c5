// Before the first test: starts the program with a Postgres of its own in a folder of its own, and stops it after the
// last one. The program to test is DUPLEX_BIN, else the debug build.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { chmodSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setUp } from './portfolio.ts';

const repository = path.resolve(import.meta.dirname, '../..');

function program(): string {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(repository, 'target');
  const binary = process.env.DUPLEX_BIN ?? path.resolve(repository, target, 'debug/duplex');
  if (!existsSync(binary)) throw new Error(`${binary} is missing; run "cargo build -p server" first.`);
  return binary;
}

/** The surroundings without whatever somebody has set for their own Duplex. */
function surroundings(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(DUPLEX_(?!PG_BIN)|DATABASE_URL)/.test(name));
  return { ...Object.fromEntries(kept), DUPLEX_LOG: 'warn' };
}

/** A program that serves. */
export interface Running {
  url: string;
  /** What it wrote to its log so far. */
  log(): string;
  /** Runs another command of the same program on the same data. */
  ask(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the program on a fresh data folder and waits until it is ready. */
export async function start(): Promise<Running> {
  const binary = program();
  const folder = mkdtempSync(path.join(tmpdir(), 'duplex-end2end-'));
  // As root, Postgres runs as somebody else and has to get in.
  chmodSync(folder, 0o755);
  const logFile = path.join(folder, 'server.log');
  const words = ['--data-dir', path.join(folder, 'data')];
  const child = spawn(binary, ['serve', '--addr', '127.0.0.1:0', ...words], {
    env: surroundings(),
    stdio: ['ignore', 'pipe', openSync(logFile, 'a')],
  }) as ChildProcessByStdio<null, Readable, null>;
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const log = () => readFileSync(logFile, 'utf8');
  const url = await Promise.race([
    address(child.stdout),
    ended.then((code) => Promise.reject(new Error(`The program ended with ${code}.\n${log()}`))),
  ]);
  const ready = await fetch(`${url}/readyz`);
  if (!ready.ok) throw new Error(`/readyz answers ${ready.status}: ${await ready.text()}`);
  return {
    url,
    log,
    ask: (...more) => output(binary, [...more, ...words]),
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      if (code !== 0) throw new Error(`The program ended with ${code}.`);
    },
  };
}

/** The address on the line that says it is ready. */
function address(out: Readable): Promise<string> {
  return new Promise((done) => {
    let text = '';
    out.on('data', (bytes) => {
      text += bytes;
      const found = /http:\/\/\S+/.exec(text);
      if (found && text.includes('\n')) done(found[0]);
    });
  });
}

function output(binary: string, words: string[]): Promise<string> {
  const child = spawn(binary, words, { env: surroundings(), stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (bytes) => (text += bytes));
  return new Promise((done, fail) =>
    child.once('close', (code) => (code === 0 ? done(text.trim()) : fail(new Error(`${words.join(' ')}: ${code}`)))),
  );
}

/** Playwright's global setup; what it returns runs after the last test. */
export default async function open(): Promise<() => Promise<void>> {
  const house = await start();
  process.env.DUPLEX_URL = house.url;
  process.env.DUPLEX_OWNER = await house.ask('db', 'url');
  await setUp();
  return async () => {
    const log = house.log();
    await house.stop();
    // A page may look well and yet something broke behind it.
    if (/\bERROR\b/.test(log)) throw new Error(`The program complained while it served:\n${log}`);
  };
}
