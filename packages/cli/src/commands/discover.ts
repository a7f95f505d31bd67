import { writeFileSync } from 'node:fs';
import { type Policy, parsePolicy, type Text } from '@stellwerk/core';
import type { Discovered } from '@stellwerk/ports';
import { editPolicyFile, type PolicyEdit, readPolicyFile } from '@stellwerk/runtime';
import { openInstallation } from '../compose.ts';
import { type CommandContext, openOptions } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { type LoadedConfig, loadConfig } from '../installation/config.ts';
import { systemClock } from '../installation/system-clock.ts';
import { CommandError } from '../output/command-error.ts';
import { lineDiff } from '../output/diff.ts';
import { calendarProposals } from './discovering/calendars.ts';
import { groupsWithoutTier, priorityProposals, statusProposals, tierProposals, unplaced } from './discovering/names.ts';
import { planProposals } from './discovering/plans.ts';
import { type Proposal, SURE } from './discovering/proposal.ts';
import { wholeSections } from './discovering/sections.ts';
import { knownConnection } from './known.ts';

const DISCOVER_MS = 120_000;

/** The JSON of `discover`. */
interface DiscoverResult {
  readonly connection: string;
  /** How many of each part the account has; null where it is hidden. */
  readonly found: Readonly<Record<string, number | null>>;
  readonly hidden: readonly { readonly part: string; readonly reason: string }[];
  /** Goes into the file. */
  readonly proposals: readonly ShownProposal[];
  /** Not sure enough: for a person to decide. */
  readonly questions: readonly ShownProposal[];
  /** Names that could not be placed at all. */
  readonly unplaced: readonly string[];
  readonly diff: readonly string[];
  readonly written: boolean;
}

type ShownProposal = Omit<Proposal, 'path' | 'why'> & { readonly path: string; readonly why: string };

/** Reads what an account is made of and proposes how it maps to tiers, status classes, calendars and plans. */
export async function discover(
  context: CommandContext,
  name: string,
  { write = false }: { readonly write?: boolean },
): Promise<number> {
  const { output } = context;
  const config = loadConfig(context.config);
  const connection = knownConnection(config, name);
  const discovered = await read(context, config, connection);
  const proposals = proposalsFor(connection, config.policy, discovered);
  const { kept, text } = accepted(config, proposals);
  const questions = proposals.filter((each) => !kept.includes(each));
  const shown = (each: Proposal): ShownProposal => ({
    ...each,
    path: each.path.join('.'),
    why: each.why[output.language],
  });
  if (write && text !== config.source) writeFileSync(config.file, text);
  const result: DiscoverResult = {
    connection,
    found: counts(discovered),
    hidden: discovered.hidden.map(({ part, reason }) => ({ part, reason: reason[output.language] })),
    proposals: kept.map(shown),
    questions: questions.map(shown),
    unplaced: [
      ...groupsWithoutTier(connection, config.policy, discovered, proposals).map((group) => `group ${group}`),
      ...unplaced(discovered, connection, config.policy, proposals),
    ],
    diff: text === config.source ? [] : lineDiff(config.source, text),
    written: write && text !== config.source,
  };
  output.result(result, () => lines(result, output.language));
  return EXIT.ok;
}

async function read(context: CommandContext, config: LoadedConfig, name: string): Promise<Discovered> {
  const installation = await openInstallation({ ...openOptions(context, 'admin', config), withoutWebhooks: true });
  try {
    const connection = installation.connections.get(name);
    const discovery =
      connection === undefined || connection.kind === 'notifier' ? undefined : connection.adapter.discovery;
    if (discovery) return await discovery.discover(AbortSignal.timeout(DISCOVER_MS));
    throw new CommandError('UNSUPPORTED', {
      de: `${name}: dieser Adapter kann nicht lesen, woraus ein Konto besteht.`,
      en: `${name}: this adapter cannot read what an account is made of.`,
    });
  } finally {
    await installation.close();
  }
}

function proposalsFor(connection: string, policy: Policy, discovered: Discovered): readonly Proposal[] {
  const year = new Date(systemClock.now()).getUTCFullYear();
  return [
    ...tierProposals(connection, policy, discovered),
    ...statusProposals(connection, policy, discovered),
    ...priorityProposals(connection, policy, discovered),
    ...calendarProposals(policy, discovered, year),
    ...planProposals(policy, discovered),
  ];
}

/** The sure ones that leave the file valid, and the file with them. One that would break it becomes a question. */
function accepted(
  { source, policy }: LoadedConfig,
  proposals: readonly Proposal[],
): { readonly kept: readonly Proposal[]; readonly text: string } {
  const { data } = readPolicyFile(source, 'policy');
  const edited = (of: readonly PolicyEdit[]): string => editPolicyFile(source, wholeSections(data, policy, of));
  let kept: readonly Proposal[] = [];
  for (const each of proposals.filter(({ confidence }) => confidence >= SURE)) {
    const more = [...kept, each];
    if (parsePolicy(readPolicyFile(edited(more), 'policy').data, 'proposed').ok) kept = more;
  }
  return { kept, text: edited(kept) };
}

function counts({ hidden: _, ...parts }: Discovered): Readonly<Record<string, number | null>> {
  return Object.fromEntries(Object.entries(parts).map(([part, things]) => [part, things?.length ?? null]));
}

function lines(result: DiscoverResult, language: 'de' | 'en'): readonly string[] {
  const german = language === 'de';
  const say = (text: Text): string => text[language];
  const found = Object.entries(result.found).map(([part, count]) => `${part} ${count ?? '?'}`);
  const list = (each: ShownProposal): string =>
    `  ${Math.round(each.confidence * 100)} %  ${each.path}: ${JSON.stringify(each.value)}  (${each.why})`;
  return [
    `${result.connection}: ${found.join(', ')}`,
    ...result.hidden.map(({ part, reason }) => `  ! ${part}: ${reason}`),
    ...(result.proposals.length === 0 ? [] : [german ? 'Vorschlag:' : 'Proposed:', ...result.proposals.map(list)]),
    ...(result.questions.length === 0
      ? []
      : [german ? 'Unklar, bitte entscheiden:' : 'Unclear, please decide:', ...result.questions.map(list)]),
    ...(result.unplaced.length === 0
      ? []
      : [`${german ? 'Ohne Zuordnung' : 'Without a place'}: ${result.unplaced.join(', ')}`]),
    ...(result.diff.length === 0 ? [] : ['', ...result.diff, '']),
    say(end(result)),
  ];
}

function end({ connection, diff, written }: DiscoverResult): Text {
  if (diff.length === 0) return { de: 'Nichts einzutragen.', en: 'Nothing to write.' };
  if (written) return { de: 'Eingetragen. Prüfen: stellwerk check', en: 'Written. Check: stellwerk check' };
  return {
    de: `Nichts geändert. Eintragen mit: stellwerk discover ${connection} --write`,
    en: `Nothing changed. Write it with: stellwerk discover ${connection} --write`,
  };
}
