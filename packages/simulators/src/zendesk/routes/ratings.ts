import { Hono } from 'hono';
import type { ZendeskEnv } from '../http.ts';
import { metricSetJson } from '../metrics.ts';
import { listPage } from '../paging.ts';
import { ratingJson } from '../shapes/ticket.ts';
import type { ZendeskState } from '../state.ts';
import { ticketParam } from './tickets.ts';

/** Satisfaction ratings (the legacy product) and metric sets. */
export function ratingRoutes(state: ZendeskState): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();

  app.get('/satisfaction_ratings', (c) => {
    const score = c.req.query('score');
    const from = Number(c.req.query('start_time') ?? 0) * 1000;
    const until = Number(c.req.query('end_time') ?? Number.POSITIVE_INFINITY) * 1000;
    const found = state.ratings.filter(
      (rating) => rating.at >= from && rating.at <= until && (score === undefined || score.startsWith(rating.score)),
    );
    return c.json(listPage(c, 'satisfaction_ratings', found, (rating) => ratingJson(state, rating, c.get('base'))));
  });

  app.get('/ticket_metrics', (c) => {
    const tickets = [...state.tickets.values()];
    return c.json(listPage(c, 'ticket_metrics', tickets, (ticket) => metricSetJson(state, ticket, c.get('base'))));
  });

  app.get('/tickets/:id{[0-9]+}/metrics', (c) => {
    return c.json({ ticket_metric: metricSetJson(state, ticketParam(state, c), c.get('base')) });
  });

  return app;
}
