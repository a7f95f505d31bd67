import type { Context } from 'hono';
import { ZammadError } from './errors.ts';
import { type Actor, type Json, ROLE, type ZammadUser } from './model.ts';
import { isObject } from './params.ts';
import type { Restart } from './restart.ts';
import type { ZammadStore } from './state.ts';
import type { FireTriggers } from './triggers.ts';

/** What the routes are made of. */
export interface ZammadDeps {
  readonly store: ZammadStore;
  readonly fire: FireTriggers;
  readonly token: string;
  /** What the token may do. */
  readonly permissions: readonly string[];
  readonly restart: Restart;
  /** `6.5`, or `5.2`, which knows neither modes of triggers nor the restart. */
  readonly version: '5.2' | '6.5';
}

/** Hono's variables: who is signed in. */
export interface ZammadEnv {
  Variables: { user: ZammadUser };
}

/** Finds the caller, or throws as Zammad does: 403 without credentials, 401 with wrong ones. */
export function authenticate(
  { store, token }: ZammadDeps,
  header: string | undefined,
  onBehalf: string | undefined,
): ZammadUser {
  if (!header) throw new ZammadError(403, 'Authentication required');
  const given = /^(?:Token token=|Bearer )"?([^"]*)"?$/i.exec(header)?.[1];
  if (given !== token) throw new ZammadError(401, "Can't find User for Token");
  if (!onBehalf) return store.users.need(store.serviceUserId);

  const wanted = onBehalf.toLowerCase();
  const other = store.users.find(
    ({ id, login, email }) => String(id) === wanted || login === wanted || email === wanted,
  );
  if (!other) throw new ZammadError(403, `No such user '${onBehalf}'`);
  return other;
}

/** Refuses people who are no agents, in routes that only agents may call. */
export function needAgent(user: ZammadUser): void {
  if (!user.role_ids.includes(ROLE.agent)) throw new ZammadError(403, 'Not authorized');
}

/** The caller as the one who acts. */
export const actorOf = (c: Context<ZammadEnv>): Actor => ({ userId: c.get('user').id });

/** The JSON body; nothing or something else than an object counts as `{}`. */
export async function bodyOf(c: Context<ZammadEnv>): Promise<Json> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    throw new ZammadError(400, 'Error occurred while parsing request parameters', false);
  }
}

/** True for `expand=true` and the like, in query or body. */
export const flag = (params: Json, name: string): boolean => params[name] === true || params[name] === 'true';

/** Page and size from the parameters; too large sizes are silently cut. */
export function pageOf<T>(
  rows: readonly T[],
  params: Json,
  size: { readonly usual: number; readonly most: number },
): T[] {
  const asked = Number(params.per_page ?? params.limit ?? size.usual);
  const perPage = Math.min(Number.isFinite(asked) && asked > 0 ? asked : size.usual, size.most);
  const page = Math.max(1, Number(params.page ?? 1) || 1);
  return rows.slice((page - 1) * perPage, page * perPage);
}
