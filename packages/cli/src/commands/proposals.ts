import type { Text } from '@stellwerk/core';
import type { StoredEffect } from '@stellwerk/ports';
import { acceptProposal, dismissProposal, ProposalRefused } from '@stellwerk/runtime';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { systemClock } from '../installation/system-clock.ts';
import { CommandError } from '../output/command-error.ts';
import { table } from '../output/table.ts';
import { effectId } from './ids.ts';
import { presentEffect } from './present-effect.ts';

const LIMIT = 1_000;

/** What the rules wanted and a person may still decide on. */
export async function listProposals(
  context: CommandContext,
  { connection }: { readonly connection?: string },
): Promise<number> {
  const { output } = context;
  const { found, timeZone } = await withStore(context, 'read', async ({ store, config }) => ({
    found: await store.effects.list({
      states: ['proposed'],
      limit: LIMIT,
      ...(connection === undefined ? {} : { connection }),
    }),
    timeZone: config.policy.input.locale.timezone,
  }));
  const shown = found.map((each) => presentEffect(each, { language: output.language, timeZone }));
  output.result(shown, () =>
    shown.length === 0
      ? [output.language === 'de' ? 'Keine Vorschläge.' : 'No proposals.']
      : table(
          ['id', 'ticket', 'connection', 'class', 'what', 'why'],
          shown.map((each) => [each.id, each.ticket, each.connection, each.writeClass, each.what, each.why]),
        ),
  );
  return EXIT.ok;
}

/** Accepts a proposal (it is sent) or dismisses it (it never is). */
export async function resolveProposal(
  context: CommandContext,
  verdict: 'accept' | 'dismiss',
  text: string,
): Promise<number> {
  const { output } = context;
  const id = effectId(text);
  await withStore(context, 'admin', async ({ store }) => {
    const deps = { store, clock: systemClock };
    const act = verdict === 'accept' ? acceptProposal : dismissProposal;
    await act(deps, id, 'cli').catch(async (error: unknown) => {
      throw error instanceof ProposalRefused ? refused(error, id, await store.effects.get(id)) : error;
    });
  });
  output.result({ id, verdict }, () => [done(verdict, id)[output.language]]);
  return EXIT.ok;
}

function done(verdict: 'accept' | 'dismiss', id: number): Text {
  return verdict === 'accept'
    ? { de: `Vorschlag ${id} angenommen.`, en: `Proposal ${id} accepted.` }
    : { de: `Vorschlag ${id} verworfen.`, en: `Proposal ${id} dismissed.` };
}

function refused({ code }: ProposalRefused, id: number, stored: StoredEffect | null): CommandError {
  const { connection = '', writeClass = '' } = stored?.effect ?? {};
  const texts: Readonly<Record<ProposalRefused['code'], Text>> = {
    PROPOSAL_UNKNOWN: { de: `Es gibt keinen Vorschlag ${id}.`, en: `There is no proposal ${id}.` },
    PROPOSAL_RESOLVED: {
      de: `Über ${id} ist schon entschieden (${stored?.state}).`,
      en: `${id} has been decided on already (${stored?.state}).`,
    },
    CLASS_IN_SHADOW: {
      de: `${writeClass} an ${connection} ist im Schatten, gesendet würde nichts. Zuerst: stellwerk live ${connection} --class ${writeClass}`,
      en: `${writeClass} of ${connection} is in shadow, nothing would be sent. First: stellwerk live ${connection} --class ${writeClass}`,
    },
  };
  return new CommandError(code, texts[code]);
}
