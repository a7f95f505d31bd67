import { localTime, WRITE_CLASSES } from '@stellwerk/core';
import type { Store } from '@stellwerk/ports';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { LoadedConfig } from '../installation/config.ts';
import { systemClock } from '../installation/system-clock.ts';
import { table } from '../output/table.ts';

/** Header that each kind of sender signs in; null where nothing comes in by webhook. */
const SIGNED_BY: Readonly<Record<string, string | null>> = {
  zammad: 'X-Hub-Signature (sha1)',
  zendesk: 'X-Zendesk-Webhook-Signature',
  hubspot: 'X-HubSpot-Signature-v3',
  github: 'X-Hub-Signature-256',
};

interface Shown {
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly webhookUrl: string;
  readonly signedBy: string | null;
  readonly lastWebhookAt: number | null;
  readonly classes: Readonly<Record<string, 'shadow' | 'live'>>;
}

/** All connections, or one of them in full. */
export async function showConnections(context: CommandContext, only?: string): Promise<number> {
  const { output } = context;
  const shown = await withStore(context, 'admin', async ({ store, config }) => {
    for (const [name, { kind }] of Object.entries(config.policy.input.connections))
      await store.connections.ensure(name, kind, systemClock.now());
    const rows = (await store.connections.list()).filter(
      ({ name, kind }) => kind !== 'notifier' && (only === undefined || name === only),
    );
    return Promise.all(rows.map((row) => show(store, config, row)));
  });
  if (only !== undefined && shown.length === 0) {
    output.say({ de: `Es gibt keine Verbindung „${only}“.`, en: `There is no connection “${only}”.` });
    return EXIT.usage;
  }
  output.result(only === undefined ? shown : shown[0], () =>
    only === undefined ? list(shown) : shown.flatMap((each) => inFull(each, output.language)),
  );
  return EXIT.ok;
}

async function show(
  store: Store,
  { policy }: LoadedConfig,
  row: Awaited<ReturnType<Store['connections']['list']>>[number],
): Promise<Shown> {
  const { publicUrl, listen } = policy.input;
  const classes: Record<string, 'shadow' | 'live'> = {};
  for (const each of WRITE_CLASSES)
    classes[each] = (await store.connections.liveSince(row.name, each)) === null ? 'shadow' : 'live';
  return {
    name: row.name,
    kind: row.kind,
    status: row.pausedReason === null ? row.status : `${row.status}: ${row.pausedReason}`,
    webhookUrl: `${publicUrl ?? `http://${listen.host}:${listen.port}`}/hooks/${row.publicId}`,
    signedBy: SIGNED_BY[row.kind] ?? null,
    lastWebhookAt: row.lastWebhookAt,
    classes,
  };
}

function list(shown: readonly Shown[]): readonly string[] {
  const live = (classes: Shown['classes']): string =>
    Object.entries(classes)
      .filter(([, mode]) => mode === 'live')
      .map(([name]) => name)
      .join(', ') || '–';
  return table(
    ['name', 'kind', 'status', 'live', 'webhook'],
    shown.map((each) => [each.name, each.kind, each.status, live(each.classes), each.webhookUrl]),
  );
}

function inFull(each: Shown, language: 'de' | 'en'): readonly string[] {
  const german = language === 'de';
  const last =
    each.lastWebhookAt === null ? (german ? 'noch keine' : 'none yet') : localTime(each.lastWebhookAt, { language });
  return [
    `${each.name} (${each.kind}): ${each.status}`,
    `  ${german ? 'Webhook-Adresse' : 'Webhook URL'}:     ${each.webhookUrl}`,
    `  ${german ? 'Signatur-Kopfzeile' : 'Signing header'}:  ${each.signedBy ?? '–'}`,
    `  ${german ? 'Letzte Zustellung' : 'Last delivery'}:   ${last}`,
    ...Object.entries(each.classes).map(([name, mode]) => `  ${name}: ${mode}`),
  ];
}
