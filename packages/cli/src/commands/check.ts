import { checkPolicy } from '@stellwerk/core';
import type { Probe } from '@stellwerk/ports';
import { ConfigError } from '@stellwerk/ports';
import { type CommandContext, withInstallation } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { issueLine, loadConfig } from '../installation/config.ts';

const PROBE_MS = 20_000;

/** What `check` found. */
interface Checked {
  readonly file: string;
  readonly policyVersion: string;
  readonly warnings: readonly { readonly place: string; readonly path: string; readonly text: string }[];
  readonly connections: readonly {
    readonly name: string;
    readonly kind: string;
    readonly probe: Probe | null;
    readonly error: string | null;
  }[];
}

/** Checks the policy file, and what it allows but probably does not mean; with `--online` also each connection's identity, rights and clock. */
export async function check(context: CommandContext, options: { readonly online?: boolean }): Promise<number> {
  const { output } = context;
  const config = loadConfig(context.config);
  const findings = [...config.warnings, ...checkPolicy(config.policy, Date.now()).map(config.placed)];
  const connections = options.online ? await probeAll(context) : [];
  const checked: Checked = {
    file: context.config,
    policyVersion: config.policy.version,
    warnings: findings.map((issue) => ({
      place: issue.place,
      path: issue.path.join('.'),
      text: issue.text[output.language],
    })),
    connections,
  };
  output.result(checked, () => [
    ...findings.map((issue) => issueLine(issue, output.language)),
    ...connections.flatMap((each) => connectionLines(each, output.language)),
    verdict(context.config, findings.length, output.language),
  ]);
  return connections.some(({ error }) => error !== null) ? EXIT.failed : EXIT.ok;
}

function verdict(file: string, findings: number, language: 'de' | 'en'): string {
  if (findings === 0) return language === 'de' ? `${file}: in Ordnung.` : `${file}: in order.`;
  return language === 'de'
    ? `${file}: in Ordnung, mit ${findings} ${findings === 1 ? 'Hinweis' : 'Hinweisen'}.`
    : `${file}: in order, with ${findings} ${findings === 1 ? 'warning' : 'warnings'}.`;
}

function probeAll(context: CommandContext): Promise<Checked['connections']> {
  return withInstallation(context, 'admin', async ({ connections, config }) => {
    const results: Checked['connections'][number][] = [];
    for (const connection of connections.values()) {
      if (connection.kind === 'notifier') continue;
      const kind = config.policy.input.connections[connection.name]?.kind ?? '';
      results.push({ name: connection.name, kind, ...(await probe(connection.adapter)) });
    }
    return results;
  });
}

async function probe(adapter: {
  probe(signal: AbortSignal): Promise<Probe>;
}): Promise<{ probe: Probe | null; error: string | null }> {
  try {
    return { probe: await adapter.probe(AbortSignal.timeout(PROBE_MS)), error: null };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    return { probe: null, error: error instanceof Error ? error.message : String(error) };
  }
}

function connectionLines(
  { name, kind, probe: found, error }: Checked['connections'][number],
  language: 'de' | 'en',
): readonly string[] {
  if (error !== null) return [`✗ ${name} (${kind}): ${error}`];
  if (!found) return [];
  const skew =
    found.clockSkewMs === null
      ? ''
      : ` · ${language === 'de' ? 'Uhr' : 'clock'} ${Math.round(found.clockSkewMs / 1_000)} s`;
  return [
    `✓ ${name} (${kind}): ${found.identity}${found.version ? ` · ${found.version}` : ''}${skew}`,
    ...found.missingScopes.map((scope) => `  ! ${language === 'de' ? 'fehlendes Recht' : 'missing right'}: ${scope}`),
    ...found.warnings.map(({ text }) => `  ! ${text[language]}`),
  ];
}
