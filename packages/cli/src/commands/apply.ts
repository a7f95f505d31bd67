import type { Text } from '@stellwerk/core';
import { type AppliedPlan, applyPlan, ChangeRefused } from '@stellwerk/runtime';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { CommandError } from '../output/command-error.ts';
import { type Changing, withChanging } from './changing/open.ts';
import { settle } from './changing/settle.ts';

/** The JSON of `apply`. */
export interface Applied extends Omit<AppliedPlan, 'plan'> {
  readonly id: string;
  /** Writes that are still on their way: `serve` sends them. */
  readonly left: number;
}

/** Carries out a plan that was reviewed. */
export async function applyCommand(context: CommandContext, id: string): Promise<number> {
  const result = await withChanging(context, (changing) => carryOut(context, changing, id));
  context.output.result(result, () => [
    appliedLine(result)[context.output.language],
    ...result.secrets.map((name) => secretLine(name)[context.output.language]),
  ]);
  return EXIT.ok;
}

/** Carries out a stored plan and sends its writes. Throws CommandError where it cannot be carried out as things stand. */
export async function carryOut({ output }: CommandContext, changing: Changing, id: string): Promise<Applied> {
  const { deps, secretName } = changing;
  const settled = async (connections: readonly string[]): Promise<void> => {
    if ((await settle(changing, connections)) > 0) throw stillOnTheirWay(id);
  };
  const onStep: Parameters<typeof applyPlan>[1]['onStep'] = ({ connection, key }) =>
    output.line(`  ${connection} ${key} …`);
  const { plan, ...done } = await applyPlan(deps, { id, by: 'cli', secretName, settle: settled, onStep }).catch(
    (error: unknown) => {
      throw error instanceof ChangeRefused ? refused(error, id) : error;
    },
  );
  const left = plan.writes.length === 0 ? 0 : await settle(changing, plan.request.connections);
  return { id, ...done, left };
}

function appliedLine({ id, already, objects, switches, writes, undos, left }: Applied): Text {
  if (already) return { de: `Plan ${id} war schon ausgeführt.`, en: `Plan ${id} had been carried out already.` };
  const wait = {
    de: left > 0 ? ` ${left} warten noch: serve sendet sie.` : '',
    en: left > 0 ? ` ${left} still wait: serve sends them.` : '',
  };
  return {
    de: `Ausgeführt: ${objects} beim Anbieter, ${switches} Schalter, ${writes} Tickets geschrieben, ${undos} zurückgenommen.${wait.de}`,
    en: `Done: ${objects} at the provider, ${switches} switches, ${writes} writes to tickets, ${undos} taken back.${wait.en}`,
  };
}

function secretLine(name: string): Text {
  return {
    de: `Das Geheimnis des Webhooks ist als ${name} gespeichert; ein laufendes serve neu starten, damit es damit prüft.`,
    en: `The webhook's secret is kept as ${name}; restart a running serve, so that it checks with it.`,
  };
}

function refused({ code, items }: ChangeRefused, id: string): CommandError {
  const list = items.slice(0, 5).join(', ') + (items.length > 5 ? ', …' : '');
  const texts: Readonly<Record<ChangeRefused['code'], Text>> = {
    PLAN_UNKNOWN: { de: `Es gibt keinen Plan ${id}.`, en: `There is no plan ${id}.` },
    PLAN_STALE: {
      de: `Plan ${id} gilt nicht mehr, seitdem änderte sich: ${list}. Nichts wurde geändert; neu: stellwerk plan`,
      en: `Plan ${id} no longer holds, since then changed: ${list}. Nothing was changed; anew: stellwerk plan`,
    },
    LEFT_BEHIND: {
      de: `Beim Anbieter steht noch: ${list}. Derselbe Befehl versucht es wieder.`,
      en: `Still there at the provider: ${list}. The same command tries again.`,
    },
  };
  return new CommandError(code, texts[code]);
}

function stillOnTheirWay(id: string): CommandError {
  return new CommandError('WRITES_WAIT', {
    de: `Noch sind Änderungen an Tickets unterwegs; die Felder bleiben, bis sie fertig sind. Wieder: stellwerk apply ${id}`,
    en: `Writes to tickets are still on their way; the fields stay until they are done. Again: stellwerk apply ${id}`,
  });
}
