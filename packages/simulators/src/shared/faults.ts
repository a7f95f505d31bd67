import type { Fault } from '../desk.ts';

/** The faults still to come. */
export interface FaultQueue {
  inject(fault: Fault): void;
  clear(): void;
  /** Takes the oldest fault that matches `METHOD path` (path without query) and uses it up once. */
  take(target: string): Fault | undefined;
}

/** A queue of faults, each used `times` times and then gone. */
export function createFaultQueue(): FaultQueue {
  const entries: { readonly fault: Fault; left: number; skip: number }[] = [];

  return {
    inject: (fault) => void entries.push({ fault, left: fault.times ?? 1, skip: fault.skip ?? 0 }),
    clear: () => void entries.splice(0),
    take: (target) => {
      // `search` ignores the lastIndex of a global expression, `test` would not
      const at = entries.findIndex(({ fault }) => target.search(fault.on) >= 0);
      const entry = entries[at];
      if (!entry) return undefined;

      entry.skip -= 1;
      if (entry.skip >= 0) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) entries.splice(at, 1);
      return entry.fault;
    },
  };
}

const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';

/** What goes on the wire instead of the true answer. `cut` ends the connection after `body`, `silent` never answers,
 * `drip` sends `body` too slowly to ever end. */
export type FaultAnswer =
  | { readonly kind: 'answer'; readonly response: Response }
  | { readonly kind: 'cut'; readonly status: number; readonly announced: number; readonly body: Uint8Array }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silent'; readonly holdMs: number }
  | { readonly kind: 'drip'; readonly status: number; readonly body: Uint8Array; readonly holdMs: number };

/** Turns a fault into its answer. `real` is the true answer when the request took effect first, `error` the product's own
 * error body. */
export async function faultAnswer(fault: Fault, real: Response | undefined, error: unknown): Promise<FaultAnswer> {
  const answer = (body: string | null, status: number, type: string): FaultAnswer => ({
    kind: 'answer',
    response: new Response(body, { status, headers: { 'content-type': type, ...fault.headers } }),
  });

  switch (fault.kind) {
    case 'status':
      return answer(JSON.stringify(error), fault.status ?? 500, 'application/json; charset=utf-8');
    case 'error_in_200':
      return answer(JSON.stringify(error), 200, 'application/json; charset=utf-8');
    case 'html':
      return answer(HTML, fault.status ?? 200, 'text/html; charset=utf-8');
    case 'empty':
      return answer('', fault.status ?? 200, 'application/json; charset=utf-8');
    case 'reset':
      return { kind: 'reset' };
    case 'timeout':
      return { kind: 'silent', holdMs: fault.holdMs ?? HOLD_MS };
    case 'truncated':
      return truncated(real);
    case 'wrong_type':
      return answer(
        new TextDecoder().decode(await bodyOf(real)),
        hasBody(real) ? real.status : 200,
        'text/plain; charset=utf-8',
      );
    case 'huge':
      return { kind: 'answer', response: await blownUp(real) };
    case 'drip':
      return { kind: 'drip', status: real?.status ?? 200, body: await bodyOf(real), holdMs: fault.holdMs ?? HOLD_MS };
  }
}

const HOLD_MS = 60_000;
const HUGE_BYTES = 10 * 1024 * 1024;

/** The true body, or a made-up one. */
async function bodyOf(real: Response | undefined): Promise<Uint8Array<ArrayBuffer>> {
  if (!real) return new TextEncoder().encode('{"id":1,"title":"never made"}');
  return new Uint8Array(await real.arrayBuffer());
}

/** Good JSON still, behind as many blanks as no reader should take. */
async function blownUp(real: Response | undefined): Promise<Response> {
  const body = await bodyOf(real);
  const bytes = new Uint8Array(HUGE_BYTES + body.length).fill(0x20);
  bytes.set(body, HUGE_BYTES);
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return new Response(bytes, { status: hasBody(real) ? real.status : 200, headers });
}

function hasBody(real: Response | undefined): real is Response {
  return real !== undefined && real.status !== 204;
}

/** Half of the true body, or of a made-up one, with the full length announced. */
async function truncated(real: Response | undefined): Promise<FaultAnswer> {
  const full = await bodyOf(real);
  return {
    kind: 'cut',
    status: real?.status ?? 200,
    announced: full.length,
    body: full.slice(0, Math.max(1, full.length >> 1)),
  };
}
