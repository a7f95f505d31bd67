import { createHttp, createRateLane, type FailedAnswer, type Http } from '@stellwerk/adapter-kit';
import type { StellwerkError } from '@stellwerk/core';
import { type AdapterContext, AuthExpired, ScopeMissing, Transient, ValidationRefused } from '@stellwerk/ports';
import { z } from 'zod';
import type { ZammadConfig } from './config.ts';

/** One connection's way to Zammad, with answers checked. */
export interface ZammadHttp {
  readonly http: Http;
  get<S extends z.ZodType>(path: string, shape: S, signal: AbortSignal): Promise<z.output<S>>;
  /** Checks an answer; one of another shape is Transient, ambiguous for writes. */
  read<S extends z.ZodType>(
    shape: S,
    data: unknown,
    call: { readonly path: string; readonly write: boolean },
  ): z.output<S>;
}

/** Makes it from the connection's config. */
export function createZammadHttp(config: ZammadConfig, context: AdapterContext): ZammadHttp {
  const { connection, network, clock } = context;
  // Zammad has no limit of its own: all of what the admin granted is ours
  const lane = createRateLane({ clock, calls: config.requestsPerMinute, share: 1 });
  const auth = () => ({ authorization: `Token token=${config.token}` });
  const baseUrl = `${config.url.replace(/\/+$/, '')}/api/v1`;
  const http = createHttp({ connection, baseUrl, auth, network, lane, clock, refine: zammadError });

  const read: ZammadHttp['read'] = (shape, data, { path, write }) => {
    const result = shape.safeParse(data);
    if (result.success) return result.data;
    const at = result.error.issues[0]?.path.join('.') ?? '';
    const where = path.split('?')[0]?.replaceAll(/\d+/g, '…');
    throw new Transient(`${connection}: ${where} answered in a shape we do not know (at ${at})`, { ambiguous: write });
  };
  return {
    http,
    read,
    async get(path, shape, signal) {
      const { data } = await http.request('GET', path, { signal });
      return read(shape, data, { path, write: false });
    },
  };
}

/** Texts of 422 that name a field. Others may hold SQL or personal data and stay out. */
const SAFE_REFUSALS = [
  /^No lookup value found for '([a-z_]+)'/,
  /^Missing required value for field '([a-z_]+)'/,
  /^The required value '([a-z_]+)' is missing/,
];

function zammadError(answer: FailedAnswer, data: unknown): StellwerkError | null {
  const text = z.looseObject({ error: z.string() }).safeParse(data).data?.error ?? '';
  // calls without any credentials get 403, as when a proxy drops the header
  if (answer.status === 403 && text === 'Authentication required') return new AuthExpired(answer.connection);
  if (answer.status === 403) return new ScopeMissing(answer.connection, rightFor(answer.call));
  if (answer.status !== 422) return null;
  const field = SAFE_REFUSALS.map((pattern) => pattern.exec(text)?.[1]).find(Boolean);
  const why = field ? `does not accept the value of “${field}”` : refusalOf(answer.call, text);
  return new ValidationRefused(`${answer.connection}: ${why} (${answer.call})`);
}

const ADMIN_RIGHTS: readonly (readonly [path: string, right: string])[] = [
  ['/webhooks', 'admin.webhook'],
  ['/triggers', 'admin.trigger'],
  ['/object_manager_attributes', 'admin.object'],
  ['/groups', 'admin.group'],
  ['/calendars', 'admin.calendar'],
  ['/slas', 'admin.sla'],
  ['/jobs', 'admin.scheduler'],
  ['/tag_list', 'admin.tag'],
  ['/packages', 'admin'],
];

/** The right that a refused call lacked. */
function rightFor(call: string): string {
  return adminRight(call) ?? 'ticket.agent, or rights in the ticket’s group';
}

function adminRight(call: string): string | undefined {
  return ADMIN_RIGHTS.find(([path]) => call.includes(`/api/v1${path}`))?.[1];
}

/** Refusals of webhooks, triggers and attributes name settings of the admin's own, never customers: worth reading. SQL is not. */
function refusalOf(call: string, text: string): string {
  const readable = text !== '' && text.length <= 300 && !/PG::|SQL|SELECT/.test(text);
  return adminRight(call) !== undefined && readable ? `refuses the change: ${text}` : 'refuses the change';
}
