/** How a tracker is asked whether an issue stands there. The product asks the list; the others are the controls. */
export type Look = 'list' | 'search' | 'never';

/** What the parent tells a child, through the environment. */
export interface ChildSettings {
  /** Path of `stellwerk.yaml`. */
  readonly policy: string;
  readonly role: 'serve' | 'gateway' | 'worker';
  /** Port of the gateway; 0 for any. */
  readonly port: number;
  /** Epoch ms from which the clock runs `scale` times as fast. */
  readonly origin: number;
  readonly scale: number;
  /** Time-out of a call, real ms. */
  readonly callTimeoutMs: number;
  /** Quarantine of the tracker, ms of the fast clock. */
  readonly quarantineMs: number;
  readonly look: Look;
  readonly logLevel: string;
}

const PREFIX = 'PROOF_CHILD_';

/** The settings as environment variables. */
export function childEnvironment(settings: ChildSettings): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [PREFIX + name, String(value)]));
}

/** Reads them back in the child. */
export function readChildSettings(env: NodeJS.ProcessEnv): ChildSettings {
  const text = (name: keyof ChildSettings): string => env[PREFIX + name] ?? '';
  const number = (name: keyof ChildSettings): number => Number(text(name));
  return {
    policy: text('policy'),
    role: text('role') as ChildSettings['role'],
    port: number('port'),
    origin: number('origin'),
    scale: number('scale'),
    callTimeoutMs: number('callTimeoutMs'),
    quarantineMs: number('quarantineMs'),
    look: text('look') as Look,
    logLevel: text('logLevel'),
  };
}
