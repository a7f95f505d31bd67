/** A policy of few words with one of everything that can be referred to. Parts are replaced by the tests. */
export function example(): Record<string, unknown> {
  return {
    version: 1,
    preset: 'none',
    calendars: { office: { timezone: 'Europe/Berlin', week: { 'mon-fri': ['09:00-17:00'] } } },
    tiers: {
      T1: { name: 'First', groups: { desk: ['L1'] } },
      T2: { name: 'Second', groups: { desk: ['L2'] }, tracker: 'github-main' },
    },
    tierEdges: { 'T1->T2': { require: ['reproduction'] } },
    plans: {
      basic: { calendar: 'office', default: true },
      gold: { calendar: { P1: 'office', default: 'office' } },
    },
    sla: { targets: { basic: { first_reply: ['1h', '4h', '8h', '1bd'] } } },
    contacts: { lead: { notify: ['note'], calendar: 'office', deputy: 'boss' }, boss: { notify: ['note'] } },
    trackers: { 'github-main': { kind: 'github', repository: 'acme/product' } },
    tiering: { rules: [{ id: 'first', when: { plan: 'gold' }, if: 'ticket.category == "api"', tier: 'T2' }] },
    escalations: [
      { id: 'warn', when: { sla: 'any', at: '75%' }, do: [{ notify: 'lead' }] },
      { id: 'up', when: { tag: 'bug' }, gate: 'T1->T2', do: [{ tier: 'T2' }, { issue: 'github-main' }] },
    ],
  };
}

/** The example with one value set: `changed('plans.basic.calendar', 'x')`; `undefined` takes the key away. */
export function changed(path: string, value: unknown): Record<string, unknown> {
  const policy = example();
  const keys = path.split('/');
  const last = keys.pop() ?? '';
  let place = policy;
  for (const key of keys) {
    place[key] ??= {};
    place = place[key] as Record<string, unknown>;
  }
  if (value === undefined) delete place[last];
  else place[last] = value;
  return policy;
}
