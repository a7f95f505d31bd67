import type { Text } from '@stellwerk/core';
import { type RawDelivery, type VerifiedDelivery, WebhookRejected } from '@stellwerk/ports';

/** Something beside the signature that an admin should know of the recording. */
export type Hint = 'no_delivery_id' | 'trailing_newline' | 'no_url';

/** What was found out about a recorded delivery. */
export interface Judgement {
  /** Whether the holder of the secret signed exactly this, at a time that still counts. */
  readonly genuine: boolean;
  readonly reason: WebhookRejected['reason'] | null;
  readonly hints: readonly Hint[];
  readonly delivery: VerifiedDelivery | null;
}

type Verify = (raw: RawDelivery, now: number) => VerifiedDelivery;

/** Every sender's header that names a delivery: recordings often lack it, and it is not what is signed. */
const DELIVERY_IDS = ['x-zammad-delivery', 'x-zendesk-webhook-invocation-id', 'x-github-delivery', 'x-github-event'];

/** Says whether a recorded delivery is genuine, and if not why, with what the recording itself may have spoilt. */
export function judge(verify: Verify, raw: RawDelivery, now: number): Judgement {
  const first = attempt(verify, raw, now);
  if (typeof first !== 'string') return { genuine: true, reason: null, hints: [], delivery: first };
  if (first === 'header_missing') {
    const named = attempt(verify, { ...raw, headers: { ...standIns(), ...raw.headers } }, now);
    if (typeof named !== 'string') return { genuine: true, reason: null, hints: ['no_delivery_id'], delivery: named };
  }
  return {
    genuine: false,
    reason: first,
    hints: first === 'signature_wrong' ? spoilt(verify, raw, now) : [],
    delivery: null,
  };
}

function attempt(verify: Verify, raw: RawDelivery, now: number): VerifiedDelivery | WebhookRejected['reason'] {
  try {
    return verify(raw, now);
  } catch (error) {
    if (error instanceof WebhookRejected) return error.reason;
    throw error;
  }
}

function standIns(): Readonly<Record<string, string>> {
  return Object.fromEntries(DELIVERY_IDS.map((name) => [name, 'not-recorded']));
}

/** What an editor or a shell does to a recording: a line end after the body. Or the address, which some senders sign too. */
function spoilt(verify: Verify, raw: RawDelivery, now: number): readonly Hint[] {
  const bare = Buffer.from(raw.body.subarray(0, endWithoutNewline(raw.body)));
  const isNewline = bare.length < raw.body.length && judge(verify, { ...raw, body: bare }, now).genuine;
  return [...(isNewline ? (['trailing_newline'] as const) : []), ...(raw.url === '' ? (['no_url'] as const) : [])];
}

function endWithoutNewline(body: Uint8Array): number {
  let end = body.length;
  if (body[end - 1] === 0x0a) end -= 1;
  if (body[end - 1] === 0x0d) end -= 1;
  return end;
}

/** Why a delivery is not genuine, for people. */
export const REASONS: Readonly<Record<WebhookRejected['reason'], Text>> = {
  signature_missing: {
    de: 'Es steht keine Signatur dabei: der Webhook wird ohne Geheimnis gesendet, oder ein Proxy entfernt die Kopfzeile.',
    en: 'There is no signature: the webhook is sent without a secret, or a proxy takes the header away.',
  },
  signature_wrong: {
    de: 'Die Signatur passt nicht: ein anderes Geheimnis, oder der Inhalt wurde unterwegs verändert.',
    en: 'The signature does not fit: another secret, or the body was changed on its way.',
  },
  stale: {
    de: 'Die Signatur stimmt, aber ihre Zeit liegt mehr als fünf Minuten entfernt: eine Wiederholung, oder eine Uhr geht falsch. Für Aufzeichnungen: --at.',
    en: 'The signature is right, but its time is more than five minutes away: a replay, or a wrong clock. For recordings: --at.',
  },
  header_missing: {
    de: 'Eine Kopfzeile fehlt, ohne die nicht geprüft werden kann.',
    en: 'A header is missing without which nothing can be checked.',
  },
};

/** What the hints say. */
export const HINTS: Readonly<Record<Hint, Text>> = {
  no_delivery_id: {
    de: 'Die Kennung der Zustellung fehlt in der Aufzeichnung; im Betrieb wird ohne sie abgelehnt.',
    en: 'The id of the delivery is missing in the recording; in service it is refused without one.',
  },
  trailing_newline: {
    de: 'Ohne den Zeilenumbruch am Ende der Datei wäre sie echt: den hat wohl die Aufzeichnung angehängt.',
    en: 'Without the line end at the end of the file it would be genuine: the recording has probably added it.',
  },
  no_url: {
    de: 'Manche Absender signieren auch die Adresse (HubSpot): dann --url angeben.',
    en: 'Some senders sign the address too (HubSpot): then give --url.',
  },
};
