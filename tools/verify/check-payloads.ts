import type { Normalised, VerifiedDelivery } from '@stellwerk/ports';
import type { PayloadReader } from './payloads.ts';
import type { Payload } from './read-payloads.ts';

/** What became of one payload. `unknown`: no webhook of any provider, so nobody is to read it. */
export interface PayloadVerdict {
  readonly name: string;
  readonly provider: string | null;
  readonly state: 'read' | 'failed' | 'unknown';
  /** What the adapter made of it, or why it failed. */
  readonly note: string;
}

/**
 * Gives a payload to the adapter of its provider as the gateway would. Where the file names the secret, the signature
 * must hold, and must no longer hold once one byte of the body differs.
 */
export function checkPayload(payload: Payload, readers: readonly PayloadReader[], now: number): PayloadVerdict {
  const reader = readers.find((each) => each.recognises(payload));
  if (!reader) return { name: payload.name, provider: null, state: 'unknown', note: 'no webhook of a known provider' };

  const verdict = (state: 'read' | 'failed', note: string) => ({
    name: payload.name,
    provider: reader.provider,
    state,
    note,
  });
  try {
    const adapter = reader.adapter(payload);
    const headers = { ...reader.headers(payload), ...payload.headers };
    const raw = (body: Uint8Array) => ({
      method: 'POST',
      url: 'https://stellwerk.example/hooks/verify',
      headers,
      body,
    });
    const signed = payload.secret !== null;
    const delivery = signed ? adapter.verify(raw(payload.body), now) : unsigned(headers, payload.body);
    if (signed && accepts(() => adapter.verify(raw(oneByteOff(payload.body)), now))) {
      return verdict('failed', 'accepted with one changed byte');
    }

    const normalised = adapter.normalise(delivery);
    return verdict(normalised.state === 'unparsable' ? 'failed' : 'read', noteOf(normalised, signed));
  } catch (error) {
    return verdict('failed', error instanceof Error ? error.message : String(error));
  }
}

function unsigned(headers: VerifiedDelivery['headers'], body: Uint8Array): VerifiedDelivery {
  return { key: 'from-file', sourceAt: null, secret: 'current', headers, body };
}

function oneByteOff(body: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(body);
  const middle = changed.length >> 1;
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return changed;
}

function accepts(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

function noteOf({ state, subjects }: Normalised, signed: boolean): string {
  const about = subjects.map((subject) =>
    subject.kind === 'ticket' ? `ticket ${subject.id}` : `issue ${subject.issue}`,
  );
  return [state, ...about, ...(signed ? ['signature holds'] : [])].join(', ');
}
