import { isEmptyPlan, makePlan, type Plan, type PlanRequest } from '@stellwerk/runtime';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { planLines } from './changing/lines.ts';
import { type Changing, connectionsFor, withChanging } from './changing/open.ts';
import { newPlanId } from './changing/plan-id.ts';
import { writableOf, writeClasses } from './known.ts';

/** Options of `plan`. */
export interface PlanOptions {
  readonly live?: string;
}

/** The JSON of `plan`: the plan itself, with the id that `apply` takes. */
export interface ShownPlan extends Plan {
  /** Null where there is nothing to do. */
  readonly id: string | null;
  readonly empty: boolean;
}

/** Lists everything that would be changed outside, and keeps the list under an id for `apply`. */
export async function planCommand(
  context: CommandContext,
  only: string | undefined,
  { live }: PlanOptions,
): Promise<number> {
  const { output } = context;
  const classes = live === undefined ? [] : writeClasses(live);
  const shown = await withChanging(context, async (changing) => {
    const all = connectionsFor(changing.config, only);
    const connections = classes.length === 0 ? all : await writableOf(changing.config, all, context.more);
    return keepPlan(changing, { purpose: 'setup', connections, live: classes, keepTickets: false });
  });
  output.result(shown, () => shownPlanLines(shown, context));
  return EXIT.ok;
}

/** Makes a plan and keeps it under a new id, unless there is nothing to do. */
export async function keepPlan({ deps }: Changing, request: PlanRequest): Promise<ShownPlan> {
  const plan = await makePlan(deps, request);
  if (isEmptyPlan(plan)) return { ...plan, id: null, empty: true };
  const id = newPlanId();
  await deps.store.changes.savePlan({ id, content: JSON.stringify(plan), createdBy: 'cli' }, deps.clock.now());
  return { ...plan, id, empty: false };
}

/** A plan as people read it, and what to type next. */
export function shownPlanLines(plan: ShownPlan, { output }: Pick<CommandContext, 'output'>): readonly string[] {
  const german = output.language === 'de';
  const lines = planLines(plan, { language: output.language });
  if (plan.id === null) return [...lines, german ? 'Nichts zu tun.' : 'Nothing to do.'];
  return [
    ...lines,
    german ? `Ausführen mit: stellwerk apply ${plan.id}` : `Carry it out with: stellwerk apply ${plan.id}`,
  ];
}
