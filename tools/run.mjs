// Runs on any Node from 20 on and needs nothing installed: brings in what the lockfile names, then hands over to the
// pinned Node. Everything of its own goes to stderr, so that a program's `--json` on stdout stays clean.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const pinnedNode = join(modules, 'node', 'bin', 'node');
const stamp = join(modules, '.installed');

install();
handOver(process.argv.slice(2));

function install() {
  const wanted = fingerprint();
  if (existsSync(pinnedNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  process.stderr.write('Installing dependencies (about 15 s, only when they changed) …\n');
  const command = [
    '--yes',
    'pnpm@10.34.9',
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--reporter=append-only',
  ];
  const env = { ...process.env, CI: 'true' }; // pnpm must not ask about an older node_modules
  const { status } = spawnSync('npx', command, { cwd: root, env, stdio: ['ignore', 2, 2] });
  if (status === 0) return writeFileSync(stamp, wanted);

  process.stderr.write('Installation failed. Check that `npm ping` answers, then run the same command again.\n');
  process.exit(status ?? 1);
}

function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function handOver(args) {
  const path = [join(modules, 'node', 'bin'), join(modules, '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(pinnedNode, args, { stdio: 'inherit', env: { ...process.env, PATH: path } });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const parent = process.ppid; // npm passes a signal to its shell only: notice when that is gone
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
