import { issue, type PolicyIssue } from './issues.ts';
import type { CompleteInput } from './policy.ts';
import { TEMPLATE_NAMES, type Tracker } from './tracker.ts';
import { type Path, unknown } from './unknown-name.ts';

/** What templates of trackers name must be allowed, and a public repository must be confirmed by its typed name. */
export function trackerNames(input: CompleteInput): readonly PolicyIssue[] {
  return Object.entries(input.trackers).flatMap(([name, tracker]) => [
    ...templateNames(name, tracker),
    ...publicRepository(input, name, tracker),
  ]);
}

function templateNames(name: string, { template, allowFields }: Tracker): PolicyIssue[] {
  const used = (['title', 'body'] as const).flatMap((part) =>
    placeholders(template[part] ?? '').map((field): [Path, string] => [['trackers', name, 'template', part], field]),
  );
  return unknown(used, [...TEMPLATE_NAMES, ...allowFields], {
    de: 'Feld in `allowFields`',
    en: 'field in `allowFields`',
  });
}

/** Names in braces. */
function placeholders(text: string): readonly string[] {
  return [...text.matchAll(/\{([^{}\s]+)\}/g)].map(([, field = '']) => field);
}

function publicRepository(input: CompleteInput, name: string, tracker: Tracker): PolicyIssue[] {
  const connection = tracker.connection ?? name;
  const confirmed = input.connections[connection]?.allowPublic;
  const path = ['trackers', name, 'visibility'];
  if (
    tracker.visibility === 'any' &&
    confirmed !== tracker.repository &&
    Object.hasOwn(input.connections, connection)
  ) {
    return [
      issue(path, {
        de: `ein öffentliches Repository wird durch seinen ausgeschriebenen Namen bestätigt: connections.${connection}.allowPublic: ${tracker.repository}`,
        en: `a public repository is confirmed by its name typed out: connections.${connection}.allowPublic: ${tracker.repository}`,
      }),
    ];
  }
  if (tracker.visibility === 'private-only' && confirmed !== undefined) {
    return [
      issue(path, {
        de: `connections.${connection}.allowPublic ist gesetzt; erwartet wird dann auch \`visibility: any\``,
        en: `connections.${connection}.allowPublic is set; expected \`visibility: any\` as well`,
      }),
    ];
  }
  return [];
}
