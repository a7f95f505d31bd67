import type { WriteClass } from '@stellwerk/core';
import { askEngine, decideStanding } from './decide-lane.ts';
import type { RuntimeDeps } from './deps.ts';
import { standingNow } from './disposition.ts';
import { everyLane } from './every-lane.ts';

/** Which switches. */
export interface LiveRequest {
  readonly connection: string;
  readonly classes: readonly WriteClass[];
  readonly by: string;
}

/** What would be written to open tickets if a person asked for it: ends that the helpdesk does not show yet. */
export interface LivePreview {
  readonly openTickets: number;
  /** Standing ends (tier, tags, group) per write class. */
  readonly standing: Readonly<Record<string, number>>;
}

/** Counts what going live could put right on open tickets. Changes nothing. */
export async function previewLive(deps: RuntimeDeps, { connection, classes }: Omit<LiveRequest, 'by'>) {
  const { store, clock } = deps;
  const now = clock.now();
  const standing: Record<string, number> = {};
  let openTickets = 0;
  for await (const lane of everyLane(store)) {
    if (lane.finishedAt !== null) continue;
    openTickets += 1;
    const history = await store.lanes.events(lane.key);
    const stored = await store.effects.list({ lane: lane.key, limit: 1_000 });
    const work = { lane, fresh: [], history: async () => history };
    const { effects } = await askEngine(deps, work, null, now);
    for (const effect of standingNow(stored, effects, now)) {
      if (effect.connection !== connection || !classes.includes(effect.writeClass)) continue;
      standing[effect.writeClass] = (standing[effect.writeClass] ?? 0) + 1;
    }
  }
  return { openTickets, standing } satisfies LivePreview;
}

/** Makes write classes live. What was wanted before stays unsent; `sendStanding` writes the standing ends of open tickets, as of now. */
export async function goLive(
  deps: RuntimeDeps,
  { connection, classes, by }: LiveRequest,
  { sendStanding = false }: { readonly sendStanding?: boolean } = {},
): Promise<{ readonly lanesAsked: number }> {
  await setModes(deps, { connection, classes, by }, 'live');
  if (!sendStanding) return { lanesAsked: 0 };
  let lanesAsked = 0;
  for await (const lane of everyLane(deps.store)) {
    if (lane.finishedAt !== null) continue;
    const now = deps.clock.now();
    const wanted = (effect: { connection: string; writeClass: WriteClass }) =>
      effect.connection === connection && classes.includes(effect.writeClass);
    await deps.store.lanes.decide(lane, now, async (work) => {
      const outcome = await decideStanding(deps, work, now);
      const effects = outcome.effects.filter(({ effect }) => !effect.key.startsWith('stand') || wanted(effect));
      return { ...outcome, effects };
    });
    lanesAsked += 1;
  }
  return { lanesAsked };
}

/** Puts write classes back into shadow: from now on they are only proposed. What waits to be sent is cancelled when its turn comes. */
export function goShadow(deps: RuntimeDeps, request: LiveRequest): Promise<void> {
  return setModes(deps, request, 'shadow');
}

async function setModes(
  { store, clock }: RuntimeDeps,
  { connection, classes, by }: LiveRequest,
  mode: 'shadow' | 'live',
) {
  for (const writeClass of classes) {
    const now = clock.now();
    await store.connections.setMode(connection, writeClass, mode, by, now);
    await store.admin.audit({
      at: now,
      actor: by,
      action: `class.${mode}`,
      target: `${connection}:${writeClass}`,
      detail: null,
    });
  }
}
