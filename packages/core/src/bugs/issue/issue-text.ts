import type { Step } from '../../decide/step.ts';
import type { IssueWrite } from '../../model/effect.ts';
import type { FieldValue } from '../../model/event.ts';
import { own } from '../../own.ts';
import { TEXT_FIELDS, type TextField, type Tracker } from '../../policy/tracker.ts';
import { addHits, redact } from '../redaction/redact.ts';
import { standardTemplate } from './standard-template.ts';

/**
 * The issue that a ticket asks for: the tracker's template with the ticket's number, link and classes and its allowed fields,
 * redacted. `{subject}` and `{message}` stay as they are, where allowed: what the customer wrote is filled in when it is sent
 * and never stored. No internal note comes near it.
 */
export function issueText(step: Step, tracker: Tracker): IssueWrite {
  const { state, ticket, policy } = step;
  const { facts } = state;
  const { language } = policy;
  const standard = standardTemplate(language, tracker.allowFields);
  const template = { title: tracker.template.title ?? standard.title, body: tracker.template.body ?? standard.body };
  const fields = tracker.allowFields.filter((name) => !isTextField(name));
  const values: Readonly<Record<string, string>> = {
    ticket: facts.number || ticket.ticketId,
    link: facts.url ?? `${ticket.connection} ${facts.number}`,
    priority: facts.priority,
    plan: facts.plan,
    tier: state.spans.at(-1)?.tier ?? '',
    fields: fields.map((name) => rowOf(name, own(facts.fields, name))).join(''),
    ...Object.fromEntries(fields.map((name) => [name, textOf(own(facts.fields, name))])),
  };
  const context = { names: [], language };
  const title = redact(oneLine(filled(template.title, values)), context);
  const body = redact(filled(template.body, values).trimEnd(), context);
  return {
    kind: 'create_issue',
    title: title.text,
    body: body.text,
    labels: [...tracker.labels, tracker.severity[facts.priority] ?? `priority:${facts.priority}`],
    ...(tracker.type === undefined ? {} : { type: tracker.type }),
    care: {
      hits: addHits(title.hits, body.hits),
      onHit: tracker.redact.onHit,
      fill: TEXT_FIELDS.filter((name) => tracker.allowFields.includes(name)),
      dedupe: tracker.dedupe.search
        ? { threshold: tracker.dedupe.threshold, propose: tracker.dedupe.propose, ignore: commonWords(step, template) }
        : null,
      language,
    },
  };
}

function isTextField(name: string): name is TextField {
  return (TEXT_FIELDS as readonly string[]).includes(name);
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^{}\s]+)\}/g, (whole, name: string) => own(values, name) ?? whole);
}

/** A value of one's own must not name what only the template may. */
function textOf(value: FieldValue | undefined): string {
  return value === undefined || value === null
    ? ''
    : String(value).replace(/[{}]/g, (brace) => (brace === '{' ? '(' : ')'));
}

function rowOf(name: string, value: FieldValue | undefined): string {
  const text = textOf(value);
  return text === '' ? '' : `| ${cell(name)} | ${cell(text)} |\n`;
}

/** Inside a table cell: no line breaks, no cell separators. */
function cell(text: string): string {
  return oneLine(text).replaceAll('|', String.raw`\|`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Words that issues have of the template and of the ticket's classes, and that tell no bug from another. */
function commonWords(
  { ticket, policy }: Step,
  template: { readonly title: string; readonly body: string },
): readonly string[] {
  const text = `${template.title} ${template.body}`.replace(/\{[^{}\s]+\}/g, ' ');
  const names = [
    ticket.connection,
    ...Object.keys(policy.input.plans),
    ...Object.values(policy.input.tiers).map((tier) => tier?.name ?? ''),
  ];
  return [
    ...new Set(
      [text, ...names]
        .join(' ')
        .toLowerCase()
        .match(/[\p{L}\p{N}]{2,}/gu) ?? [],
    ),
  ].sort();
}
