import type { Check, Examination, Examined, Finding } from './finding.ts';

const DAY_MS = 86_400_000;
/** Tickets of the source that are looked up here: enough to notice a hole, little enough for any rate limit. */
const LOOKED_AT = 200;
const LAG_MS = 48 * 3_600_000;

/** Whether what changed at the source in the last days is known here, and whether anything is stuck on the way. */
export const completeness: Check = async (examination) => {
  const { store, accounts } = examination;
  const { events_dead: dead = 0 } = await store.admin.counts();
  const findings: Finding[] = dead > 0 ? [deadEvents(dead)] : [];
  for (const account of accounts) {
    findings.push(...(await behind(examination, account)), ...(await holes(examination, account)));
  }
  return findings;
};

function deadEvents(count: number): Finding {
  return {
    group: 'completeness',
    code: 'completeness.dead_events',
    severity: 'problem',
    connection: null,
    text: { de: `${count} Ereignisse wurden aufgegeben.`, en: `${count} events were given up.` },
    fix: {
      de: 'stellwerk deadletters ansehen, dann stellwerk replay',
      en: 'Look at stellwerk deadletters, then stellwerk replay',
    },
  };
}

async function behind({ store, now }: Examination, { name }: Examined): Promise<readonly Finding[]> {
  const at = await store.connections.cursor(name, 'reconciled_at');
  if (at === null || now - Number(at) < LAG_MS) return [];
  const hours = Math.round((now - Number(at)) / 3_600_000);
  return [
    {
      group: 'completeness',
      code: 'completeness.lag',
      severity: 'problem',
      connection: name,
      text: {
        de: `Zuletzt vor ${hours} h mit der Quelle verglichen.`,
        en: `Last compared with the source ${hours} h ago.`,
      },
      fix: {
        de: 'Läuft stellwerk serve? Ist die Verbindung angehalten?',
        en: 'Is stellwerk serve running? Is the connection paused?',
      },
    },
  ];
}

async function holes({ store, now }: Examination, { name, connection, probe }: Examined): Promise<readonly Finding[]> {
  if (connection?.kind !== 'helpdesk' || probe === null) return [];
  const since = new Date(now - 7 * DAY_MS).toISOString();
  let seen = 0;
  let missing = 0;
  try {
    for await (const page of connection.adapter.changedSince(`since:${since}`, AbortSignal.timeout(30_000))) {
      for (const id of page.ticketIds.slice(0, LOOKED_AT - seen)) {
        seen += 1;
        if ((await store.lanes.get(`${name}:ticket:${id}`)) === null) missing += 1;
      }
      if (seen >= LOOKED_AT) break;
    }
  } catch {
    return []; // the account's own fault is told among the credentials
  }
  if (missing === 0) return [];
  return [
    {
      group: 'completeness',
      code: 'completeness.missing',
      severity: missing > seen / 10 ? 'problem' : 'warning',
      connection: name,
      text: {
        de: `${missing} von ${seen} Tickets, die sich in 7 Tagen änderten, sind hier nicht bekannt.`,
        en: `${missing} of ${seen} tickets that changed within 7 days are not known here.`,
      },
      fix: { de: `stellwerk backfill ${name} --since 90d`, en: `stellwerk backfill ${name} --since 90d` },
    },
  ];
}
