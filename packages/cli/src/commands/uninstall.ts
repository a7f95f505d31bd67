import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { confirmed } from '../output/confirm.ts';
import { type Applied, carryOut } from './apply.ts';
import { connectionsFor, withChanging } from './changing/open.ts';
import { keepPlan, type ShownPlan, shownPlanLines } from './plan.ts';

/** Options of `uninstall`. */
export interface UninstallOptions {
  readonly keepTickets?: boolean;
  readonly yes?: boolean;
}

/** The JSON of `uninstall`: the plan, and what carrying it out came to (null where it was only made). */
interface Uninstalled {
  readonly plan: ShownPlan;
  readonly applied: Applied | null;
}

/** Plans to take away everything of ours at the providers, and carries it out once a person agrees. */
export async function uninstall(
  context: CommandContext,
  only: string | undefined,
  { keepTickets = false, yes = false }: UninstallOptions,
): Promise<number> {
  const { output } = context;
  const result = await withChanging(context, async (changing): Promise<Uninstalled> => {
    const connections = connectionsFor(changing.config, only);
    const plan = await keepPlan(changing, { purpose: 'uninstall', connections, live: [], keepTickets });
    for (const line of shownPlanLines(plan, context).slice(0, -1)) output.line(line);
    if (plan.id === null || !(await agreed(yes, output.language))) return { plan, applied: null };
    return { plan, applied: await carryOut(context, changing, plan.id) };
  });
  // nothing to do, or how to carry it out later
  const later = shownPlanLines(result.plan, context).slice(-1);
  output.result(result, () => (result.applied ? [doneLine(output.language)] : later));
  return EXIT.ok;
}

/** Without a terminal the plan stays to be applied later. */
async function agreed(yes: boolean, language: 'de' | 'en'): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) return false;
  return confirmed({ de: 'Alles das entfernen?', en: 'Take all of this away?' }, language);
}

function doneLine(language: 'de' | 'en'): string {
  return language === 'de'
    ? 'Beim Anbieter steht nichts mehr von Stellwerk (nachgesehen), außer gesendeten Notizen, Nachrichten und Issues. Die Daten hier bleiben, bis Sie den Ordner löschen.'
    : 'Nothing of Stellwerk stands at the provider any more (it was looked at), but for notes, messages and issues that were sent. The data here stays until you delete its folder.';
}
