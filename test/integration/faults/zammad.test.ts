import { zammadAdapter } from '@stellwerk/adapter-zammad';
import { createZammadSimulator, noWait } from '@stellwerk/simulators';
import { step } from './case.ts';
import { helpdeskOperations, openHelpdesk } from './helpdesk.ts';
import { runFaultMatrix } from './matrix.ts';

const show = step('GET', '/api/v1/tickets/:id');
const update = step('PUT', '/api/v1/tickets/:id');
const tags = step('GET', '/api/v1/tags');
const addTag = step('POST', '/api/v1/tags/add');
const removeTag = step('DELETE', '/api/v1/tags/remove');
const articles = step('GET', '/api/v1/ticket_articles/by_ticket/:id');
const write = step('POST', '/api/v1/ticket_articles');
const user = step('GET', '/api/v1/users/:id');
const priorities = step('GET', '/api/v1/ticket_priorities');
const states = step('GET', '/api/v1/ticket_states');
const history = step('GET', '/api/v1/ticket_history/:id');
const search = step('POST', '/api/v1/tickets/search', false);

const operations = helpdeskOperations({
  tier: [show, update],
  'add tag': [tags, addTag, tags],
  'remove tag': [tags, removeTag, tags],
  note: [articles, write],
  notice: [articles, show, user, write],
  group: [show, update],
  priority: [priorities, show, update],
  status: [show, states, update],
  find: { lose: write.on, absent: [articles, articles, write], present: [articles] },
  ticket: [states, show, articles, tags, history],
  changedSince: [search],
});

runFaultMatrix(operations, (rig) => {
  const simulator = createZammadSimulator({ now: rig.clock.now, token: 'zt', wait: noWait });
  return openHelpdesk(rig, simulator, zammadAdapter, (url) => ({ kind: 'zammad', url, token: 'zt' }));
});
