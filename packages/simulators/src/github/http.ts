import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { GithubUser } from './model.ts';
import type { Links } from './shapes.ts';

/** Errors in GitHub's shape, bodies read leniently, and pages with a Link header. */

export interface FieldError {
  readonly resource: string;
  readonly code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
  readonly field?: string;
  readonly message?: string;
}

/** Thrown by a handler; the app turns it into the answer. */
export class GithubError extends Error {
  readonly status: ContentfulStatusCode;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    message: string,
    errors: readonly FieldError[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

export const notFound = (): GithubError => new GithubError(404, 'Not Found');

export const invalid = (...errors: FieldError[]): GithubError => new GithubError(422, 'Validation Failed', errors);

export function answerError(c: Context, error: GithubError): Response {
  const body = {
    message: error.message,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
    documentation_url: 'https://docs.github.com/rest',
    status: String(error.status),
  };
  return c.json(body, error.status, { ...error.headers });
}

/** What every handler knows about its caller. */
export interface GithubEnv {
  Variables: { actor: GithubUser | null; links: Links };
}

export type GithubContext = Context<GithubEnv>;

/** The caller; anonymous callers get here only by reading, so a writer without one is refused. */
export function actorOf(c: GithubContext): GithubUser {
  const actor = c.get('actor');
  if (!actor) throw new GithubError(401, 'Requires authentication');
  return actor;
}

export async function readObject(c: GithubContext): Promise<Readonly<Record<string, unknown>>> {
  const text = await c.req.text();
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    if (Array.isArray(value)) return { labels: value };
  } catch {
    throw new GithubError(400, 'Problems parsing JSON');
  }
  throw new GithubError(400, 'Body should be a JSON object');
}

/** Label names arrive as texts or as objects with a name. */
export function labelNames(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;

  const names = value.map((each: unknown) => {
    if (typeof each === 'string') return each;
    return typeof each === 'object' && each !== null && 'name' in each ? String(each.name) : '';
  });
  return names.filter((name) => name !== '');
}

export function idParam(c: GithubContext, name: string): number {
  const id = Number(c.req.param(name));
  if (!Number.isSafeInteger(id)) throw notFound();
  return id;
}

function pageNumber(value: string | undefined, fallback: number): number {
  const number = Number(value);
  return value !== undefined && Number.isSafeInteger(number) && number > 0 ? number : fallback;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Record<string, string>;
}

/** Cuts one page (per_page at most 100, default 30) and links to its neighbours at the address that was asked. */
export function pageOf<T>(c: GithubContext, all: readonly T[]): Page<T> {
  const perPage = Math.min(100, pageNumber(c.req.query('per_page'), 30));
  const page = pageNumber(c.req.query('page'), 1);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const relations: [string, number][] = [];
  if (page > 1) relations.push(['prev', page - 1], ['first', 1]);
  if (page < last) relations.push(['next', page + 1], ['last', last]);

  const link = relations.map(([rel, to]) => `<${withPage(c.req.url, to)}>; rel="${rel}"`).join(', ');
  return { items: all.slice((page - 1) * perPage, page * perPage), headers: link === '' ? {} : { link } };
}

function withPage(address: string, page: number): string {
  const url = new URL(address);
  url.searchParams.set('page', String(page));
  return url.toString();
}
