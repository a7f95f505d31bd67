import { Hono } from 'hono';
import type { Random } from '../../shared/random.ts';
import {
  idsQuery,
  isObject,
  type JsonObject,
  notFound,
  readObject,
  stamp,
  texts,
  tooMany,
  type ZendeskContext,
  type ZendeskEnv,
  ZendeskError,
} from '../http.ts';
import type { ZendeskState } from '../state.ts';
import { update } from './tickets.ts';

const MAX_TICKETS = 100;
const MAX_JOBS = 30;
const PROGRESS = ['queued', 'working', 'completed'] as const;

interface Job {
  readonly id: string;
  readonly results: readonly JsonObject[];
  readonly at: number;
  /** How often it was asked about; each time it is one step further. */
  polls: number;
}

/** `update_many` and the jobs it makes. The work is done at once; what is told of it goes on with each poll. */
export function jobRoutes(state: ZendeskState, random: Random): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();
  const jobs = new Map<string, Job>();

  app.put('/tickets/update_many', async (c) => {
    const running = [...jobs.values()].filter((job) => job.polls < 2 && job.at > state.now() - 60_000).length;
    if (running >= MAX_JOBS) throw tooMany(10, 'TooManyJobs');
    const results = wantedUpdates(c, await readObject(c)).map((input) => applied(state, c, input));
    const job = { id: `V3-${random.uuid().replaceAll('-', '')}`, results, at: state.now(), polls: 0 };
    jobs.set(job.id, job);
    return c.json({ job_status: jobJson(job, c.get('base')) });
  });

  app.get('/job_statuses', (c) => {
    const ids = c.req.query('ids')?.split(',');
    const found = ids ? ids.flatMap((id) => jobs.get(id) ?? []) : [...jobs.values()];
    return c.json({ job_statuses: found.map((job) => polled(job, c.get('base'))) });
  });

  app.get('/job_statuses/:id', (c) => {
    const job = jobs.get(c.req.param('id'));
    if (!job) throw notFound();
    return c.json({ job_status: polled(job, c.get('base')) });
  });

  return app;
}

/** One update for all `?ids=`, or a list with an id each. */
function wantedUpdates(c: ZendeskContext, body: JsonObject): JsonObject[] {
  const ids = idsQuery(c);
  const one = isObject(body.ticket) ? body.ticket : undefined;
  const many = Array.isArray(body.tickets) ? body.tickets.filter(isObject) : [];
  const updates = one ? ids.map((id) => ({ ...one, id })) : many;
  if (updates.length > 0 && updates.length <= MAX_TICKETS) return updates;
  throw new ZendeskError(400, {
    error: 'BadRequest',
    description: `Between 1 and ${MAX_TICKETS} tickets are required`,
  });
}

/** `additional_tags` and `remove_tags` work here, and only here. */
function applied(state: ZendeskState, c: ZendeskContext, input: JsonObject): JsonObject {
  const id = Number(input.id);
  const ticket = state.tickets.get(id);
  if (!ticket) return { id, action: 'update', success: false, error: 'TicketNotFound', details: 'Not found' };

  const gone = texts(input.remove_tags);
  const added = texts(input.additional_tags);
  const tags = [...ticket.tags.filter((tag) => !gone.includes(tag)), ...added];
  const change = gone.length + added.length > 0 ? { ...input, tags } : input;
  try {
    update(state, ticket, change, c);
    return { id, action: 'update', status: 'Updated', success: true };
  } catch (error) {
    if (!(error instanceof ZendeskError)) throw error;
    return {
      id,
      action: 'update',
      success: false,
      error: 'TicketUpdate',
      details: JSON.stringify(error.body.details ?? null),
    };
  }
}

function polled(job: Job, base: string): JsonObject {
  job.polls += 1;
  return jobJson(job, base);
}

function jobJson(job: Job, base: string): JsonObject {
  const status = PROGRESS[Math.min(job.polls, 2)];
  const done = status === 'completed';
  const total = job.results.length;
  return {
    id: job.id,
    url: `${base}/job_statuses/${job.id}.json`,
    job_type: 'Bulk Update Ticket',
    total,
    progress: done ? total : null,
    status,
    message: done ? `Completed at ${stamp(job.at)}` : null,
    results: done ? job.results : null,
  };
}
