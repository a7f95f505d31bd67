import { hubspotAdapter } from '@stellwerk/adapter-hubspot';
import { createHubspotSimulator } from '@stellwerk/simulators';
import { step } from './case.ts';
import { helpdeskOperations, openHelpdesk } from './helpdesk.ts';
import { runFaultMatrix } from './matrix.ts';

const TICKETS = '/crm/objects/2026-09/tickets';
const THREADS = '/conversations/conversations/2026-09/threads';

const show = step('GET', `${TICKETS}/:id`);
const update = step('PATCH', `${TICKETS}/:id`);

const tags = step('GET', '/crm/properties/2026-09/tickets/stellwerk_tags');
const addOption = step('PATCH', '/crm/properties/2026-09/tickets/stellwerk_tags');
const noteIds = step('GET', `${TICKETS}/:id/associations/notes`);
const notes = step('POST', '/crm/objects/2026-09/notes/batch/read', false);
const write = step('POST', '/crm/objects/2026-09/notes');
const threads = step('GET', THREADS);
const messages = step('GET', `${THREADS}/:id/messages`);
const send = step('POST', `${THREADS}/:id/messages`);
const owners = step('GET', '/crm/owners/2026-09');
const pipelines = step('GET', '/crm/pipelines/2026-09/tickets');
const contact = step('GET', '/crm/objects/2026-09/contacts/:id');

const operations = helpdeskOperations({
  tier: [show, update, show],
  'add tag': [show, tags, addOption, update, show, show],
  'remove tag': [show, show, update, show, show],
  note: [noteIds, show, write],
  notice: [threads, messages, threads, send],
  group: [show, update, show],
  priority: [show, update, show],
  status: [show, show, update, show],
  find: { lose: write.on, absent: [noteIds, noteIds, show, write], present: [noteIds, notes] },
  ticket: [owners, owners, pipelines, show, contact, threads, messages, noteIds],
  changedSince: [step('POST', `${TICKETS}/search`, false), threads],
});

runFaultMatrix(operations, (rig) => {
  const { now } = rig.clock;
  const simulator = createHubspotSimulator({ now, rateNow: now, token: 'ht' });
  const own = { appId: simulator.appId, noticeActor: 'A-1296619' };
  return openHelpdesk(rig, simulator, hubspotAdapter, (url) => ({ kind: 'hubspot', url, token: 'ht', ...own }));
});
