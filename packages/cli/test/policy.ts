/** Secrets of the test's desk, by the names that the policy file uses. */
export const SECRETS = { 'zammad-token': 'tok-7Qz4', 'zammad-webhook': 'hook-9Xw2' } as const;

/** A policy file for one simulated Zammad; `more` is added at its end. */
export function zammadPolicy(url: string, more = ''): string {
  return `version: 1
preset: dach-b2b-saas
locale: { language: de, form: sie, timezone: Europe/Berlin }
connections:
  zammad:
    kind: zammad
    url: ${url}
    token: zammad-token
    webhookSecret: zammad-webhook
    network: { allowPrivate: true, allowHttp: true }
calendars:
  buero:
    timezone: Europe/Berlin
    week: { mon-fri: ["08:00-18:00"] }
    holidays: { regions: [DE-NW] }
  immer: { timezone: Europe/Berlin, week: { mon-sun: ["00:00-24:00"] } }
plans:
  basic: { calendar: immer, default: true }
sla:
  targets: { basic: { first_reply: [30min, 1h, 4h, 8h] } }
ola: {}
tiers:
  T1: { name: First Level }
  T2: { name: Technischer Support }
tiering:
  default: T1
  rules:
    - { id: bug-nach-t2, when: { tag: bug }, tier: T2 }
escalations:
  - { id: dringend, type: hierarchical, when: { tag: urgent }, do: [{ note: internal }] }
listen: { host: 127.0.0.1, port: 0 }
${more}`;
}
