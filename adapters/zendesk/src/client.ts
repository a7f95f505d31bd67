import {
  createFetch,
  createRateLane,
  type FetchLike,
  type LanePriority,
  parseJson,
  type RateLane,
} from '@stellwerk/adapter-kit';
import { type AdapterContext, RateLimited, Transient } from '@stellwerk/ports';
import zendesk from 'node-zendesk';
import { z } from 'zod';
import { accountUrl, type ZendeskConfig } from './config.ts';
import { failureOf } from './failure.ts';

/** Parts of a path, e.g. `['tickets', '35001']`. */
export type Path = readonly string[];
export type Query = Readonly<Record<string, string | number>>;

/** An answer: the part of the body that was asked for, the server's clock, and what is left of the account's limit. */
export interface Answer<T> {
  readonly data: T;
  /** Epoch ms of the `date` header. */
  readonly serverTime: number | null;
  readonly rate: AccountRate | null;
}

/** Calls a minute that the account allows, and those left of the running one. */
export interface AccountRate {
  readonly limit: number;
  readonly remaining: number | null;
}

/** Zendesk's REST API with our limits around it. Every failure ends as one of the errors in `ports`. */
export interface ZendeskClient {
  read<S extends z.ZodType>(path: Path, query: Query, schema: S, signal: AbortSignal): Promise<Answer<z.output<S>>>;
  /** Incremental exports have a limit of their own: 10 a minute. */
  readExport<S extends z.ZodType>(path: Path, query: Query, schema: S, signal: AbortSignal): Promise<z.output<S>>;
  put<S extends z.ZodType>(path: Path, body: object, schema: S, signal: AbortSignal): Promise<z.output<S>>;
  /** A write to a setting of the account. Its answer is not looked at: what stands afterwards is read. */
  set(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: Path, body: object | null, signal: AbortSignal): Promise<void>;
}

const EXPORTS_PER_MINUTE = 10;
const ANSWER_LIMITS = { maxDepth: 64, maxNodes: 2_000_000 };

// limits of account and exports are counted per minute; a longer wait is about one ticket (30 updates in 10 minutes)
const LONGEST_HOLD_SECONDS = 60;

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: Path;
  readonly query: Query;
  readonly body?: object;
  readonly signal: AbortSignal;
}

/** What node-zendesk hands to its transport. */
interface WireOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Makes the client from a connection's config. */
export function createZendeskClient(config: ZendeskConfig, context: AdapterContext): ZendeskClient {
  return new RestClient(config, context);
}

/**
 * node-zendesk builds addresses and signs in; everything after the wire is ours. Its own handling would resolve 429 and 502
 * as success, lose parts of answers and stop lists early, so a failure never reaches it and it never pages.
 */
class RestClient implements ZendeskClient {
  readonly #config: ZendeskConfig;
  readonly #context: AdapterContext;
  readonly #fetch: FetchLike;
  readonly #account: RateLane;
  readonly #exports: RateLane;

  constructor(config: ZendeskConfig, context: AdapterContext) {
    const { clock, connection, network } = context;
    this.#config = config;
    this.#context = context;
    this.#fetch = createFetch({ connection, network });
    this.#account = createRateLane({ clock, calls: config.requestsPerMinute });
    this.#exports = createRateLane({ clock, calls: EXPORTS_PER_MINUTE });
  }

  read<S extends z.ZodType>(path: Path, query: Query, schema: S, signal: AbortSignal) {
    return this.#run(this.#account, { method: 'GET', path, query, signal }, schema, 'normal');
  }

  async readExport<S extends z.ZodType>(path: Path, query: Query, schema: S, signal: AbortSignal) {
    const call: Call = { method: 'GET', path, query, signal };
    return (await this.#run(this.#exports, call, schema, 'background')).data;
  }

  async put<S extends z.ZodType>(path: Path, body: object, schema: S, signal: AbortSignal) {
    const call: Call = { method: 'PUT', path, query: {}, body, signal };
    return (await this.#run(this.#account, call, schema, 'escalation')).data;
  }

  async set(method: Exclude<Call['method'], 'GET'>, path: Path, body: object | null, signal: AbortSignal) {
    const call: Call = { method, path, query: {}, ...(body === null ? {} : { body }), signal };
    await this.#run(this.#account, call, z.unknown(), 'normal');
  }

  async #run<S extends z.ZodType>(
    lane: RateLane,
    call: Call,
    schema: S,
    priority: LanePriority,
  ): Promise<Answer<z.output<S>>> {
    let started = false;
    const send = async (): Promise<Answer<z.output<S>>> => {
      started = true;
      const answer = await this.#send(call);
      return { ...answer, data: this.#parse(call, schema, answer.data) };
    };
    try {
      return await lane.run(send, { signal: call.signal, priority });
    } catch (error) {
      if (error instanceof RateLimited && error.retryAfterSeconds <= LONGEST_HOLD_SECONDS) {
        lane.holdFor(error.retryAfterSeconds);
      }
      // given up while waiting for its turn: nothing was sent, which the bare abort does not say
      throw started ? error : this.#notSent(call);
    }
  }

  async #send(call: Call): Promise<Answer<unknown>> {
    let answer: Answer<unknown> | undefined;
    const transportFn = async (uri: string, options: WireOptions): Promise<object> => {
      answer = await this.#overTheWire(uri, options, call);
      const { data } = answer;
      return { json: async () => data, status: 200, statusText: 'OK', headers: { get: answerHeader } };
    };
    const client = zendesk.createClient({
      ...signIn(this.#config),
      endpointUri: `${accountUrl(this.#config)}/api/v2`,
      throwOriginalException: true,
      transportConfig: { transportFn, responseAdapter: (response: object) => response },
    });
    // the typed signature names a text, yet every helper of its own passes the parts of the path
    const parts = [...call.path, call.query] as unknown as string;
    // the addresses of webhooks take no `.json`
    const resource = call.path[0] === 'webhooks' ? client.webhooks : client.tickets;
    await resource.request(call.method, parts, ...(call.body === undefined ? [] : [call.body]));
    if (answer === undefined) throw new Error('node-zendesk did not call the transport');
    return answer;
  }

  async #overTheWire(uri: string, options: WireOptions, call: Call): Promise<Answer<unknown>> {
    const { connection, clock } = this.#context;
    const { method, headers, body } = options;
    const response = await this.#fetch(uri, { method, headers, ...(body ? { body } : {}), signal: call.signal });
    const text = await response.text();
    if (response.status >= 300) {
      const failed = {
        connection,
        status: response.status,
        headers: Object.fromEntries(response.headers),
        call: describe(call),
        write: call.method !== 'GET',
        now: clock.now(),
      };
      throw failureOf(failed, lenientJson(text));
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    const isEmpty = call.method !== 'GET' && text === '';
    const data = isEmpty ? null : this.#readJson(call, response.headers.get('content-type') ?? '', text);
    return { data, serverTime: Number.isNaN(date) ? null : date, rate: rateOf(response.headers) };
  }

  #readJson(call: Call, type: string, text: string): unknown {
    if (!/\bjson\b/i.test(type)) throw this.#unreadable(call, 'something that is not JSON');
    try {
      return parseJson(text, ANSWER_LIMITS);
    } catch {
      throw this.#unreadable(call, 'unreadable JSON');
    }
  }

  #parse<S extends z.ZodType>(call: Call, schema: S, data: unknown): z.output<S> {
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    throw this.#unreadable(call, `something unexpected at ${parsed.error.issues[0]?.path.join('.') || 'the top'}`);
  }

  #notSent(call: Call): Transient {
    return new Transient(`${this.#context.connection}: ${describe(call)} was given up before it was sent`, {
      ambiguous: false,
    });
  }

  #unreadable(call: Call, what: string): Transient {
    const ambiguous = call.method !== 'GET';
    return new Transient(`${this.#context.connection}: ${describe(call)} answered ${what}`, { ambiguous });
  }
}

/** The account's limit by the newer and the older spelling of its headers. */
function rateOf(headers: Headers): AccountRate | null {
  const [limit, remaining] = ['limit', 'remaining'].map((part) => {
    const older = part === 'limit' ? 'x-rate-limit' : 'x-rate-limit-remaining';
    const text = headers.get(`ratelimit-${part}`) ?? headers.get(older);
    return text !== null && /^\d+$/.test(text) ? Number(text) : null;
  });
  return typeof limit === 'number' ? { limit, remaining: remaining ?? null } : null;
}

/** node-zendesk looks for `retry-after`, which would turn the answer into an error, and for the type. */
function answerHeader(name: string): string | null {
  return name.toLowerCase() === 'content-type' ? 'application/json' : null;
}

function signIn({ auth }: ZendeskConfig): { oauth?: boolean; username?: string; token: string } {
  return auth.kind === 'oauth' ? { oauth: true, token: auth.token } : { username: auth.email, token: auth.token };
}

function describe({ method, path }: Call): string {
  return `${method} /${path.join('/')}`;
}

function lenientJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
