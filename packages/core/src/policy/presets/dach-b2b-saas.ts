/** What a support desk of a German-speaking B2B SaaS company usually promises: the defaults of every section that the
 * file leaves out. Spans after the comparison in `docs/policy.md`; written as an admin would write them. */
export const dachB2bSaas = {
  calendars: {
    buero: {
      timezone: 'Europe/Berlin',
      week: { 'mon-thu': ['08:00-18:00'], fri: ['08:00-16:00'] },
      holidays: { regions: ['DE'] },
      businessDay: { endsAt: 'close' },
    },
    'rund-um-die-uhr': { timezone: 'Europe/Berlin', week: { 'mon-sun': ['00:00-24:00'] } },
  },
  tiers: {
    T0: { name: 'Selbsthilfe', channels: ['help_center', 'bot'] },
    T1: { name: 'First Level' },
    T2: { name: 'Technischer Support' },
    T3: { name: 'Entwicklung' },
    T4: { name: 'Hersteller/Partner', external: true },
  },
  priorities: {
    P1: { label: 'Betriebsverhindernd' },
    P2: { label: 'Betriebsbehindernd' },
    P3: { label: 'Leicht' },
    P4: { label: 'Frage/Wunsch' },
  },
  plans: {
    enterprise: {
      calendar: { P1: 'rund-um-die-uhr', default: 'buero' },
      match: [{ 'org.field': 'plan', is: 'Enterprise' }],
    },
    professional: { calendar: 'buero', match: [{ 'org.field': 'plan', is: 'Professional' }] },
    basic: { calendar: 'buero', default: true },
  },
  sla: {
    targets: {
      enterprise: {
        first_reply: ['30min', '1h', '4h', '1bd'],
        next_reply: ['1h', '2h', '8h', '2bd'],
        update: ['1h', '4h', '1bd', '-'],
        restore: ['4h', '1bd', '-', '-'],
        resolution: ['1bd', '3bd', '10bd', '-'],
      },
      professional: {
        first_reply: ['1h', '2h', '8h', '2bd'],
        next_reply: ['2h', '4h', '1bd', '2bd'],
        update: ['2h', '1bd', '2bd', '-'],
        restore: ['8h', '2bd', '-', '-'],
        resolution: ['2bd', '5bd', '15bd', '-'],
      },
      basic: {
        first_reply: ['4h', '8h', '2bd', '3bd'],
        next_reply: ['8h', '1bd', '2bd', '3bd'],
      },
    },
  },
  ola: {
    T2: { accept: ['30min', '2h', '1bd', '2bd'], own: ['4h', '1bd', '3bd', '5bd'] },
  },
  escalations: [
    {
      id: 'frist-75',
      when: { sla: 'any', at: '75%' },
      do: [{ tag: 'add sla_gefaehrdet' }],
    },
    {
      id: 'frist-verletzt',
      when: { sla: ['first_reply', 'restore'], at: 'breach' },
      type: 'hierarchical',
      do: [{ note: 'internal' }],
    },
    {
      id: 'pingpong',
      when: { tierBounces: '>=2' },
      type: 'hierarchical',
      do: [{ note: 'internal' }],
    },
  ],
};
