import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { createFetch, createRateLane, type RateLane } from '@stellwerk/adapter-kit';
import { type AdapterContext, RateLimited, Transient } from '@stellwerk/ports';
import type { z } from 'zod';
import type { GithubConfig } from './config.ts';
import { translateError } from './translate-error.ts';
import { createWriteBudget, type WriteBudget } from './write-budget.ts';

/** Values for a route's placeholders, query and body. */
export type Params = Readonly<Record<string, unknown>>;

/** An answer: headers in lower case and the part of the body that was asked for. */
export interface Answer<T> {
  readonly data: T;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

/** GitHub's REST API with our limits around it. Every failure ends as one of the errors in `ports`. */
export interface GithubClient {
  read<S extends z.ZodType>(
    route: string,
    params: Params,
    schema: S,
    signal: AbortSignal,
  ): Promise<Answer<z.output<S>>>;
  /** All pages of a list, 100 items each, driven by the `Link` header. */
  pages<S extends z.ZodType>(
    route: string,
    params: Params,
    schema: S,
    signal: AbortSignal,
  ): AsyncGenerator<z.output<S>>;
  /** One write, never repeated by itself, at least a second after the one before. */
  write<S extends z.ZodType>(route: string, params: Params, schema: S, signal: AbortSignal): Promise<z.output<S>>;
}

// the default where none is sent; pinned so that a new default does not surprise us
const API_VERSION = '2022-11-28';
const READS_PER_HOUR = 5_000;
const CREATES_PER_HOUR = 450;
const PER_PAGE = 100;
const MOST_PAGES = 1_000;

/** Makes the client from a connection's config. */
export function createGithubClient(config: GithubConfig, context: AdapterContext): GithubClient {
  return new RestClient(config, context);
}

class RestClient implements GithubClient {
  readonly #context: AdapterContext;
  readonly #octokit: Octokit;
  readonly #reads: RateLane;
  readonly #writes: RateLane;
  readonly #budget: WriteBudget;

  constructor(config: GithubConfig, context: AdapterContext) {
    const { clock, connection } = context;
    this.#context = context;
    this.#octokit = createOctokit(config, context);
    this.#reads = createRateLane({ clock, calls: READS_PER_HOUR, perMs: 3_600_000 });
    // docs.github.com, "Best practices for using the REST API": one after another, a second apart
    this.#writes = createRateLane({ clock, calls: 1, perMs: 1_000, share: 1, concurrency: 1 });
    this.#budget = createWriteBudget(connection, CREATES_PER_HOUR);
  }

  read<S extends z.ZodType>(route: string, params: Params, schema: S, signal: AbortSignal) {
    return this.#inLane(this.#reads, route, signal, () => this.#call(route, params, schema, signal, false));
  }

  async *pages<S extends z.ZodType>(route: string, params: Params, schema: S, signal: AbortSignal) {
    for (let page = 1; page <= MOST_PAGES; page++) {
      const answer = await this.read(route, { ...params, per_page: PER_PAGE, page }, schema, signal);
      yield answer.data;
      if (!/rel="next"/.test(String(answer.headers.link ?? ''))) return;
    }
    throw new Transient(`${this.#context.connection}: ${route} has too many pages`, { ambiguous: false });
  }

  async write<S extends z.ZodType>(route: string, params: Params, schema: S, signal: AbortSignal) {
    const answer = await this.#inLane(this.#writes, route, signal, async () => {
      this.#budget.take(this.#context.clock.now());
      return this.#call(route, params, schema, signal, true);
    });
    return answer.data;
  }

  async #inLane<T>(lane: RateLane, route: string, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    let started = false;
    const run = (): Promise<T> => {
      started = true;
      return task();
    };
    try {
      return await lane.run(run, { signal });
    } catch (error) {
      if (started) throw error;
      // given up while waiting for its turn, which the bare abort does not say
      const message = `${this.#context.connection}: ${route} was given up before it was sent`;
      throw new Transient(message, { ambiguous: false });
    }
  }

  async #call<S extends z.ZodType>(
    route: string,
    params: Params,
    schema: S,
    signal: AbortSignal,
    write: boolean,
  ): Promise<Answer<z.output<S>>> {
    const { connection, clock } = this.#context;
    try {
      const response = await this.#octokit.request(route, { ...params, request: { signal, retries: 0 } });
      return { data: this.#parse(route, schema, response.data, write), headers: response.headers };
    } catch (error) {
      const translated = translateError(error, { connection, route, write, now: clock.now() });
      if (translated instanceof RateLimited) this.#hold(translated.retryAfterSeconds);
      throw translated;
    }
  }

  /** A call before the time is over would lengthen the ban. */
  #hold(seconds: number): void {
    this.#reads.holdFor(seconds);
    this.#writes.holdFor(seconds);
  }

  #parse<S extends z.ZodType>(route: string, schema: S, data: unknown, write: boolean): z.output<S> {
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new Transient(`${this.#context.connection}: ${route} answered something unreadable${path && ` at ${path}`}`, {
      ambiguous: write,
    });
  }
}

function createOctokit(config: GithubConfig, { connection, network }: AdapterContext): Octokit {
  const octokit = new Octokit({
    ...authOptions(config),
    baseUrl: config.baseUrl.replace(/\/+$/, ''),
    userAgent: 'stellwerk',
    request: { fetch: createFetch({ connection, network }) },
    // Octokit would print routes and deprecations past our logger
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  octokit.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = API_VERSION;
  });
  return octokit;
}

function ignore(): void {}

function authOptions({ token, app }: GithubConfig): Record<string, unknown> {
  return app === undefined ? { auth: token } : { authStrategy: createAppAuth, auth: app };
}
