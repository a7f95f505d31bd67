import type { RunningGateway } from '@stellwerk/gateway';
import { createGateway, serveGateway } from '@stellwerk/gateway';
import { acceptProposal, createWorker, dismissProposal, takeDelivery, type Worker } from '@stellwerk/runtime';
import type { Installation } from '../compose.ts';

const DAY_MS = 86_400_000;

/** Which parts this process runs. `serve` is both. */
export interface Roles {
  readonly gateway: boolean;
  readonly worker: boolean;
}

/** A serving process. */
export interface Serving {
  /** Where the gateway listens, or null without one. */
  readonly url: string | null;
  /** Webhook address to paste at each provider, by connection. */
  readonly hooks: ReadonlyMap<string, string>;
  /** Readiness first, then no new work, then the end: within 10 s. */
  stop(): Promise<void>;
}

/** Starts gateway and worker over an opened installation. */
export async function serve(
  installation: Installation,
  roles: Roles,
  listen: { readonly host: string; readonly port: number },
): Promise<Serving> {
  let stopping = false;
  const gateway = roles.gateway ? await startGateway(installation, listen, () => stopping) : null;
  const worker = roles.worker ? await startWorker(installation) : null;
  const publicUrl = installation.config.policy.input.publicUrl ?? gateway?.url ?? '';
  const rows = await installation.store.connections.list();
  return {
    url: gateway?.url ?? null,
    hooks: new Map(
      rows
        .filter(({ kind }) => kind !== 'notifier')
        .map(({ name, publicId }) => [name, `${publicUrl}/hooks/${publicId}`]),
    ),
    stop: async () => {
      stopping = true;
      const alive = setInterval(() => {}, 1_000); // alarms of the clock alone would let the process end half stopped
      await gateway?.close();
      await worker?.stop();
      await installation.close();
      clearInterval(alive);
    },
  };
}

async function startWorker(installation: Installation): Promise<Worker> {
  const { retention, keepBodies } = installation.config.policy.input.privacy;
  const worker = createWorker({
    ...installation.runtime,
    runner: installation.createRunner(),
    retention: {
      events: retention.events / DAY_MS,
      attempts: 30,
      audit: retention.audit / DAY_MS,
      bodies: keepBodies / DAY_MS,
    },
  });
  await worker.start();
  return worker;
}

async function startGateway(
  { store, runtime, connections, counters, config }: Installation,
  listen: { readonly host: string; readonly port: number },
  stopping: () => boolean,
): Promise<RunningGateway> {
  const { clock, logger } = runtime;
  const byId = new Map((await store.connections.list()).map(({ publicId, name }) => [publicId, name]));
  let publicUrl = config.policy.input.publicUrl ?? `http://${listen.host}:${listen.port}`;
  const app = createGateway({
    store,
    clock,
    logger,
    counters,
    stopping,
    get publicUrl() {
      return publicUrl;
    },
    findHook: (publicId) => {
      const connection = connections.get(byId.get(publicId) ?? '');
      if (!connection || connection.kind === 'notifier') return undefined;
      return { connection: connection.name, receive: (raw) => takeDelivery({ store, clock }, connection, raw) };
    },
    proposals: {
      accept: (id, by) => acceptProposal({ store, clock }, id, by),
      dismiss: (id, by) => dismissProposal({ store, clock }, id, by),
    },
  });
  const running = await serveGateway(app, listen);
  publicUrl = config.policy.input.publicUrl ?? running.url;
  return running;
}
