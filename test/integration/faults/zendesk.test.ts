import { zendeskAdapter } from '@stellwerk/adapter-zendesk';
import { createZendeskSimulator } from '@stellwerk/simulators';
import { step } from './case.ts';
import { helpdeskOperations, openHelpdesk } from './helpdesk.ts';
import { runFaultMatrix } from './matrix.ts';

const show = step('GET', '/api/v2/tickets/:id.json');
const update = step('PUT', '/api/v2/tickets/:id.json');
const audits = step('GET', '/api/v2/tickets/:id/audits.json');
const exported = step('GET', '/api/v2/incremental/tickets/cursor.json');

const operations = helpdeskOperations({
  tier: [show, update],
  'add tag': [show, update],
  'remove tag': [show, update],
  note: [audits, update],
  notice: [audits, update],
  group: [show, update],
  priority: [show, update],
  status: [show, update],
  find: { lose: update.on, absent: [audits, audits, update], present: [audits] },
  ticket: [show, audits],
  changedSince: [exported],
});

runFaultMatrix(operations, (rig) => {
  const simulator = createZendeskSimulator({ now: rig.clock.now, token: 'zt' });
  const auth = { kind: 'oauth', token: 'zt' };
  return openHelpdesk(rig, simulator, zendeskAdapter, (url) => ({ kind: 'zendesk', url, auth }));
});
