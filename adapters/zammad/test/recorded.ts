import { readFileSync } from 'node:fs';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { z } from 'zod';

const Exchange = z.looseObject({ status: z.number(), response: z.unknown() });

/** Reads a recording of Zammad 6.5; `name` picks one of several in a file. */
export function recording(file: string, name?: string): unknown {
  const data: unknown = JSON.parse(readFileSync(new URL(`./recordings/${file}.json`, import.meta.url), 'utf8'));
  const entry = name === undefined ? data : z.record(z.string(), z.unknown()).parse(data)[name];
  return Exchange.parse(entry).response;
}

export const BASE = 'https://support.example.test';
const api = (path: string) => `${BASE}/api/v1${path}`;

/** Answers with what a Zammad gave for ticket 2, which people worked on while it was recorded. */
export const recordedZammad = setupServer(
  http.get(api('/users/me'), () =>
    HttpResponse.json({ id: 99, login: 'stellwerk@example.test', group_ids: { 1: ['full'] } }),
  ),
  http.get(api('/users/:id'), () => HttpResponse.json({ error: 'Not authorized' }, { status: 403 })),
  http.get(api('/ticket_states'), () => HttpResponse.json(recording('ticket-states', 'list-ticket_states') as object)),
  http.get(api('/tickets/2'), () => HttpResponse.json(recording('ticket-expand') as object)),
  http.get(api('/ticket_history/2'), () => HttpResponse.json(recording('ticket-history') as object)),
  http.get(api('/ticket_articles/by_ticket/2'), () => HttpResponse.json(recording('articles-by-ticket') as object)),
  http.get(api('/tags'), () => HttpResponse.json(recording('tags', 'tags-list-after') as object)),
  http.post(api('/tickets/search'), () =>
    HttpResponse.json(recording('tickets-search-condition', 'search-condition') as object),
  ),
);
