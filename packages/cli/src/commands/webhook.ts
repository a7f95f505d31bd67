import type { Normalised } from '@stellwerk/ports';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { systemClock } from '../installation/system-clock.ts';
import { unconnectedAdapter } from '../installation/unconnected.ts';
import { usageError } from '../output/command-error.ts';
import { readSecret } from '../output/read-secret.ts';
import { HINTS, type Hint, type Judgement, judge, REASONS } from './webhook/judge.ts';
import { readRecording } from './webhook/recording.ts';
import { instant } from './when.ts';

/** Variable that holds the secret, so that it need not stand among the arguments. */
const SECRET_VARIABLE = 'STELLWERK_WEBHOOK_SECRET';

/** Options of `webhook verify` and `webhook read`. */
export interface WebhookOptions {
  readonly provider: string;
  readonly secret?: string;
  readonly headers: string;
  readonly body: string;
  readonly url?: string;
  readonly at?: string;
}

/** The JSON of `webhook verify`. */
interface Verified {
  readonly provider: string;
  readonly genuine: boolean;
  readonly reason: Judgement['reason'];
  readonly text: string;
  readonly hints: readonly Hint[];
  /** The sender's id of this delivery; null where it is not genuine. */
  readonly deliveryKey: string | null;
  /** Instant that the sender signed, epoch ms, where it signs one. */
  readonly signedAt: number | null;
}

/** Says whether a recorded delivery is genuine, and if not why. */
export async function verifyWebhook(context: CommandContext, options: WebhookOptions): Promise<number> {
  const { output } = context;
  const secret = givenSecret(context, options) ?? (await askedSecret(context));
  const raw = readRecording(options);
  const adapter = await unconnectedAdapter(options.provider, secret, context.more);
  const { genuine, reason, hints, delivery } = judge((each, now) => adapter.verify(each, now), raw, nowOf(options));
  const text = reason === null ? { de: 'Echt.', en: 'Genuine.' } : REASONS[reason];
  const result: Verified = {
    provider: options.provider,
    genuine,
    reason,
    text: text[output.language],
    hints,
    deliveryKey: hints.includes('no_delivery_id') ? null : (delivery?.key ?? null),
    signedAt: delivery?.sourceAt ?? null,
  };
  output.result(result, () => [
    `${genuine ? '✓' : '✗'} ${result.text}`,
    ...hints.map((hint) => `  ${HINTS[hint][output.language]}`),
  ]);
  return genuine ? EXIT.ok : EXIT.failed;
}

/** The JSON of `webhook read`. */
interface ReadWebhook {
  readonly provider: string;
  /** Null where no secret was given. */
  readonly genuine: boolean | null;
  readonly state: Normalised['state'];
  /** One `hint` per ticket or issue: it is then read from its source. */
  readonly events: readonly { readonly type: 'hint'; readonly kind: 'ticket' | 'issue'; readonly id: string }[];
}

/** Prints the events that a recorded delivery becomes. Without a secret nothing is checked. */
export async function readWebhook(context: CommandContext, options: WebhookOptions): Promise<number> {
  const { output } = context;
  const secret = givenSecret(context, options);
  const raw = readRecording(options);
  const adapter = await unconnectedAdapter(options.provider, secret, context.more);
  const judged = secret === null ? null : judge((each, now) => adapter.verify(each, now), raw, nowOf(options));
  const { headers, body } = raw;
  const { state, subjects } = adapter.normalise({ key: 'recorded', sourceAt: null, secret: 'current', headers, body });
  const events = subjects.map((subject) => ({
    type: 'hint' as const,
    kind: subject.kind,
    id: subject.kind === 'ticket' ? subject.id : subject.issue,
  }));
  const result: ReadWebhook = { provider: options.provider, genuine: judged?.genuine ?? null, state, events };
  output.result(result, () => lines(result, output.language));
  return judged?.genuine === false || state === 'unparsable' ? EXIT.failed : EXIT.ok;
}

function lines({ genuine, state, events }: ReadWebhook, language: 'de' | 'en'): readonly string[] {
  const german = language === 'de';
  const check =
    genuine === null
      ? german
        ? 'Signatur nicht geprüft (kein Geheimnis angegeben).'
        : 'Signature not checked (no secret given).'
      : genuine
        ? german
          ? '✓ Echt.'
          : '✓ Genuine.'
        : german
          ? '✗ Nicht echt: im Betrieb würde nichts davon gelesen. Warum: stellwerk webhook verify'
          : '✗ Not genuine: in service nothing of it would be read. Why: stellwerk webhook verify';
  const states: Readonly<Record<Normalised['state'], string>> = {
    accepted: german ? 'Ereignisse:' : 'Events:',
    ignored: german ? 'Nichts, was ein Ticket betrifft (etwa ein Ping).' : 'Nothing about a ticket (a ping, say).',
    unparsable: german ? 'Nicht zu lesen.' : 'Cannot be read.',
  };
  const words = german ? { ticket: 'Ticket', issue: 'Issue' } : { ticket: 'ticket', issue: 'issue' };
  return [check, states[state], ...events.map(({ kind, id }) => `  hint  ${words[kind]} ${id}`)];
}

function givenSecret({ env }: CommandContext, { secret }: WebhookOptions): string | null {
  return secret ?? (env[SECRET_VARIABLE] || null);
}

async function askedSecret({ output }: CommandContext): Promise<string> {
  const secret = await readSecret(output.language === 'de' ? 'Geheimnis des Webhooks: ' : "The webhook's secret: ");
  if (secret !== '') return secret;
  throw usageError({
    de: `Kein Geheimnis: --secret, ${SECRET_VARIABLE} oder stdin.`,
    en: `No secret: --secret, ${SECRET_VARIABLE} or stdin.`,
  });
}

function nowOf({ at }: WebhookOptions): number {
  return at === undefined ? systemClock.now() : instant(at, 'UTC');
}
