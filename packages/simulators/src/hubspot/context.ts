import type { Context } from 'hono';
import { invalid, notFound } from './errors.ts';
import { type CrmObject, type Json, type ObjectType, objectType, type Source } from './model.ts';
import { APP_ID, type Portal } from './portal.ts';
import type { Crm } from './records.ts';
import { objectTypes, type View } from './render.ts';

/** What the routes are made of. */
export interface HubspotDeps {
  readonly crm: Crm;
  /** How far the search index is behind, milliseconds of the injected clock. */
  readonly searchLagMs: number;
}

/** Everything written through the API is our app's. */
export const API_SOURCE: Source = { sourceType: 'INTEGRATION', sourceId: String(APP_ID) };

/** The JSON body, which must be an object or, where nothing is sent, is `{}`. */
export async function bodyOf(c: Context): Promise<Json> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Json;
  } catch {
    // falls through to the same refusal
  }
  throw invalid('Invalid input JSON');
}

/** The object type named in the path. */
export function typeOf(name: string | undefined): ObjectType {
  const type = objectType(name ?? '');
  if (!type) throw invalid(`Unable to infer object type from: ${name}`);
  return type;
}

/** A list in the query: repeated, or with commas. */
const listParam = (c: Context, name: string): string[] =>
  (c.req.queries(name) ?? []).flatMap((value) => value.split(',')).filter((value) => value !== '');

/** What list and show were asked for. */
export const viewOf = (c: Context): View => ({
  properties: listParam(c, 'properties'),
  withHistory: listParam(c, 'propertiesWithHistory'),
  associations: objectTypes(listParam(c, 'associations')),
});

/** A record that is not archived, or 404. */
export function needObject(portal: Portal, type: ObjectType, id: unknown): CrmObject {
  const object = portal.find(type, String(id));
  if (!object || object.archivedAt !== null) throw notFound();
  return object;
}

/** One page by a cursor that counts records. */
export function pageBy<T>(
  rows: readonly T[],
  c: Context,
  limits: { readonly usual: number; readonly most: number },
): { readonly rows: T[]; readonly after?: string } {
  const limit = Number(c.req.query('limit') ?? limits.usual);
  if (!(limit >= 1 && limit <= limits.most)) throw invalid(`limit must be between 1 and ${limits.most}`);
  const start = Number(Buffer.from(decodeURIComponent(c.req.query('after') ?? ''), 'base64').toString()) || 0;
  const end = start + limit;
  const after = end < rows.length ? Buffer.from(String(end)).toString('base64') : undefined;
  return { rows: rows.slice(start, end), ...(after ? { after } : {}) };
}

/** The `paging` part of an answer, absent on the last page. */
export function paging(c: Context, after: string | undefined): Json {
  if (after === undefined) return {};
  const url = new URL(c.req.url);
  url.searchParams.set('after', after);
  return { paging: { next: { after, link: url.toString() } } };
}
