import type { Step } from '../decide/step.ts';

/** Title and body of an issue: fields of the allow list and what the engine knows. No text, name or address of anybody. */
export function issueText(
  { state, ticket, policy }: Step,
  allowFields: readonly string[],
): { title: string; body: string } {
  const { facts } = state;
  const german = policy.language === 'de';
  const category = String(facts.fields.category ?? '');
  const title = [
    german ? 'Fehler aus dem Support' : 'Bug from support',
    category,
    `#${facts.number || ticket.ticketId}`,
  ]
    .filter(Boolean)
    .join(' ');
  const fields = allowFields
    .map((name) => [name, facts.fields[name]] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== '');
  const body = [
    `| | |\n|---|---|`,
    row(german ? 'Ticket' : 'Ticket', facts.url ?? `${ticket.connection} ${facts.number}`),
    row(german ? 'Priorität' : 'Priority', facts.priority),
    row(german ? 'Vertragsstufe' : 'Plan', facts.plan),
    row(german ? 'Stufe' : 'Tier', state.spans.at(-1)?.tier ?? ''),
    ...fields.map(([name, value]) => row(name, String(value))),
  ].join('\n');
  return { title, body };
}

/** A value inside a table cell: no line breaks, no cell separators. */
function row(name: string, value: string): string {
  return `| ${name} | ${value.replace(/[\r\n]+/g, ' ').replaceAll('|', String.raw`\|`)} |`;
}
