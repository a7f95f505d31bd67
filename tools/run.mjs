// Runs on any Node from 20 on and needs nothing installed: brings in what the lockfile names, then hands over to the
// pinned Node. Everything of its own goes to stderr, so that a program's `--json` on stdout stays clean.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const pinnedNode = join(modules, 'node', 'bin', 'node');
const stamp = join(modules, '.installed');

const installed = await install();
process.exit(installed === 0 ? await runProgram(process.argv.slice(2)) : installed);

async function install() {
  const wanted = fingerprint();
  if (existsSync(pinnedNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0;

  process.stderr.write('Installing dependencies (about 15 s, only when they changed) …\n');
  rmSync(stamp, { force: true }); // so that an installation cut off half-way is never taken for the one before it
  const code = await runNpx([
    '--yes',
    'pnpm@10.34.9',
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--loglevel=error',
  ]);
  if (code === 0 && existsSync(pinnedNode)) {
    writeFileSync(stamp, wanted);
    return 0;
  }

  process.stderr.write('Installation failed. Check that `npm ping` answers, then run the same command again.\n');
  return code || 1;
}

function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** pnpm must not ask about an older `node_modules` (hence CI) nor write to the program's stdout (hence 2). */
function runNpx(args) {
  const env = { ...process.env, CI: 'true', PATH: pathOf(process.env.PATH, dirname(process.execPath)) };
  return exitCode(spawn('npx', args, { cwd: root, env, stdio: ['ignore', 2, 2] }));
}

function runProgram(args) {
  const env = { ...process.env, PATH: pathOf(join(modules, 'node', 'bin'), join(modules, '.bin'), process.env.PATH) };
  return exitCode(spawn(pinnedNode, args, { stdio: 'inherit', env }));
}

function pathOf(...folders) {
  return folders.filter(Boolean).join(delimiter);
}

/** Passes signals on to the child and gives its exit code, in a shell's manner when a signal ended it. */
function exitCode(child) {
  const passOn = (signal) => {
    if (signal === 'SIGINT' && process.stdin.isTTY) return; // the terminal has already told the whole group
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  const watch = watchParent(() => child.kill('SIGTERM'));

  return new Promise((resolve) => {
    const end = (code) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, passOn);
      clearInterval(watch);
      resolve(code);
    };
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      end(1);
    });
    child.on('exit', (code, signal) => end(code ?? 128 + constants.signals[signal]));
  });
}

/** npm that is told to end does not always tell its script: notice when it is gone. */
function watchParent(gone) {
  if (!process.env.npm_lifecycle_event) return undefined;

  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && gone(), 500);
}
