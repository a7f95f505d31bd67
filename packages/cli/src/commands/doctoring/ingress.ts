import type { Check, Examination, Examined, Finding } from './finding.ts';

const HOUR_MS = 3_600_000;
const SILENT_MS = 24 * HOUR_MS;

/** Whether webhooks come in, are genuine, and can be read. */
export const ingress: Check = async (examination) => {
  const { config, store } = examination;
  const outcomes = await webhookOutcomes(examination);
  const { unparsable = 0 } = await store.admin.counts();
  const posted = Object.entries(config.policy.input.connections).filter(([, each]) => each.webhookSecret !== undefined);
  return [
    ...(posted.length > 0 && config.policy.input.publicUrl === undefined ? [noPublicUrl()] : []),
    ...(outcomes === null ? [notRunning(config.policy.input.listen)] : refusedAndTwice(outcomes)),
    ...(unparsable > 0 ? [cannotRead(unparsable)] : []),
    ...examination.accounts.flatMap((account) =>
      ourWebhook(
        account,
        posted.some(([name]) => name === account.name),
      ),
    ),
    ...(await unsigned(examination, posted)),
    ...(await silent(
      examination,
      posted.map(([name]) => name),
    )),
  ];
};

/** Counts by connection and outcome from the running gateway's own figures; null where none runs. */
async function webhookOutcomes({ config, fetch }: Examination): Promise<ReadonlyMap<string, number> | null> {
  const { host, port } = config.policy.input.listen;
  const at = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  try {
    const answer = await fetch(`http://${at}:${port}/metrics`, { signal: AbortSignal.timeout(2_000) });
    const rows = (await answer.text()).matchAll(/^stellwerk_webhooks_total\{(.*)\} (\d+)$/gm);
    return new Map([...rows].map(([, labels = '', value]) => [labels, Number(value)]));
  } catch {
    return null;
  }
}

function refusedAndTwice(outcomes: ReadonlyMap<string, number>): readonly Finding[] {
  const byConnection = new Map<string, Record<string, number>>();
  for (const [labels, value] of outcomes) {
    const name = /connection="([^"]*)"/.exec(labels)?.[1] ?? '';
    const outcome = /outcome="([^"]*)"/.exec(labels)?.[1] ?? '';
    byConnection.set(name, { ...byConnection.get(name), [outcome]: value });
  }
  return [...byConnection].flatMap(([name, counts]) => {
    const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
    const wrong = counts.rejected ?? 0;
    const twice = counts.duplicate ?? 0;
    return [
      ...(wrong > 0 ? [signature(name, wrong, all)] : []),
      ...(twice > 10 && twice > all / 2 ? [duplicates(name, twice, all)] : []),
    ];
  });
}

function signature(connection: string, wrong: number, all: number): Finding {
  return {
    group: 'ingress',
    code: 'ingress.signature',
    severity: wrong > all / 2 ? 'problem' : 'warning',
    connection,
    text: {
      de: `${wrong} von ${all} Zustellungen seit dem Start waren nicht echt.`,
      en: `${wrong} of ${all} deliveries since the start were not genuine.`,
    },
    fix: {
      de: `Geheimnis beim Anbieter und hier vergleichen; eine aufgezeichnete Zustellung prüfen: stellwerk webhook verify`,
      en: `Compare the secret at the provider and here; check a recorded delivery: stellwerk webhook verify`,
    },
  };
}

function duplicates(connection: string, twice: number, all: number): Finding {
  return {
    group: 'ingress',
    code: 'ingress.duplicates',
    severity: 'warning',
    connection,
    text: { de: `${twice} von ${all} Zustellungen kamen doppelt.`, en: `${twice} of ${all} deliveries came twice.` },
    fix: {
      de: 'Antwortet ein Proxy zu spät? Gibt es zwei Webhooks auf dieselbe Adresse? stellwerk plan zeigt, was dort steht.',
      en: 'Does a proxy answer too late? Do two webhooks call the same address? stellwerk plan shows what stands there.',
    },
  };
}

function noPublicUrl(): Finding {
  return {
    group: 'ingress',
    code: 'ingress.no_public_url',
    severity: 'warning',
    connection: null,
    text: {
      de: 'publicUrl fehlt: kein Anbieter kennt unsere Adresse; Änderungen werden nur abgefragt.',
      en: 'publicUrl is missing: no provider knows our address; changes are only polled.',
    },
    fix: {
      de: 'publicUrl: https://… in stellwerk.yaml setzen, dann stellwerk plan',
      en: 'Set publicUrl: https://… in stellwerk.yaml, then stellwerk plan',
    },
  };
}

function notRunning({ host, port }: { readonly host: string; readonly port: number }): Finding {
  return {
    group: 'ingress',
    code: 'ingress.not_running',
    severity: 'warning',
    connection: null,
    text: { de: `Auf ${host}:${port} antwortet kein serve.`, en: `No serve answers at ${host}:${port}.` },
    fix: {
      de: 'stellwerk serve starten, oder als Dienst: docs/install.md',
      en: 'Start stellwerk serve, or as a service: docs/install.md',
    },
  };
}

function cannotRead(count: number): Finding {
  return {
    group: 'ingress',
    code: 'ingress.unparsable',
    severity: 'warning',
    connection: null,
    text: {
      de: `${count} echte Zustellungen ließen sich nicht lesen.`,
      en: `${count} genuine deliveries could not be read.`,
    },
    fix: {
      de: 'Payload des Webhooks auf den Standard zurückstellen.',
      en: "Put the webhook's payload back to the standard one.",
    },
  };
}

/** Secrets that deliveries are to be checked with and that nobody has set or made yet. */
async function unsigned(
  { store }: Examination,
  posted: readonly (readonly [string, Readonly<Record<string, unknown>>])[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [name, { webhookSecret: ref }] of posted) {
    if (typeof ref !== 'string' || (await store.secrets.get(ref)) !== null) continue;
    findings.push({
      group: 'ingress',
      code: 'ingress.secret_missing',
      severity: 'problem',
      connection: name,
      text: {
        de: `Das Geheimnis ${ref} fehlt: ohne es lässt sich keine Zustellung prüfen, und serve startet nicht.`,
        en: `The secret ${ref} is missing: without it no delivery can be checked, and serve does not start.`,
      },
      fix: {
        de: `stellwerk plan ${name}, dann stellwerk apply: dabei entsteht es.`,
        en: `stellwerk plan ${name}, then stellwerk apply: it is made there.`,
      },
    });
  }
  return findings;
}

/** The webhook that the provider should call us by, as it stands there. */
function ourWebhook({ name, discovered, connection }: Examined, isPosted: boolean): readonly Finding[] {
  const known = discovered?.automations ?? null;
  if (!isPosted || known === null || !connection?.adapter.provisioning) return [];
  const ours = known.filter(({ kind, isOurs }) => kind === 'webhook' && isOurs);
  if (ours.some(({ isActive }) => isActive)) return [];
  const isOff = ours.length > 0;
  return [
    {
      group: 'ingress',
      code: isOff ? 'ingress.webhook_disabled' : 'ingress.webhook_missing',
      severity: 'warning',
      connection: name,
      text: isOff
        ? { de: 'Unser Webhook ist beim Anbieter abgeschaltet.', en: 'Our webhook is switched off at the provider.' }
        : { de: 'Beim Anbieter steht kein Webhook von uns.', en: 'No webhook of ours stands at the provider.' },
      fix: { de: `stellwerk plan ${name}, dann stellwerk apply`, en: `stellwerk plan ${name}, then stellwerk apply` },
    },
  ];
}

/** Changes were found by asking, and no webhook told of them for a day. */
async function silent({ store, now }: Examination, names: readonly string[]): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { name, lastWebhookAt } of await store.connections.list()) {
    if (!names.includes(name) || (lastWebhookAt !== null && now - lastWebhookAt < SILENT_MS)) continue;
    const polled = Number((await store.connections.cursor(name, 'reconciled_at')) ?? 0);
    if (polled === 0) continue;
    const hours = lastWebhookAt === null ? null : Math.round((now - lastWebhookAt) / HOUR_MS);
    findings.push({
      group: 'ingress',
      code: 'ingress.silent',
      severity: 'warning',
      connection: name,
      text: {
        de: hours === null ? 'Noch kein Webhook ist gekommen.' : `Seit ${hours} h kam kein Webhook.`,
        en: hours === null ? 'No webhook has come yet.' : `No webhook has come for ${hours} h.`,
      },
      fix: {
        de: `stellwerk plan ${name} zeigt, ob er beim Anbieter steht; stellwerk connection show ${name} die Adresse.`,
        en: `stellwerk plan ${name} shows whether it stands at the provider; stellwerk connection show ${name} the address.`,
      },
    });
  }
  return findings;
}
