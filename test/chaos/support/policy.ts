/** Where the simulated products of a proof stand. */
export interface DeskAddresses {
  readonly zammad: string;
  readonly github: string;
  /** Name of the environment variable with the connection string, or null for SQLite. */
  readonly postgres: string | null;
}

/** Secrets of the proofs, by the environment variable that the policy names. */
export const SECRETS: Readonly<Record<string, string>> = {
  PROOF_ZAMMAD_TOKEN: 'proof-zammad-token',
  PROOF_ZAMMAD_HOOK: 'proof-zammad-webhook-secret',
  PROOF_GITHUB_TOKEN: 'proof-github-token',
  PROOF_GITHUB_HOOK: 'proof-github-webhook-secret',
};

/**
 * A small `stellwerk.yaml`, everything live from the start: each ticket gets a tier, each bug a note, a hand-over and an
 * issue. `lateAfter` is long because the proofs' clock runs fast while the system under test is down.
 */
export function chaosPolicy({ zammad, github, postgres }: DeskAddresses): string {
  return `version: 1
preset: none
locale: { language: en, timezone: Europe/Berlin }
lateAfter: 30d
guards: { maxWritesPerHour: 1000000 }
store: { folder: data${postgres === null ? '' : `, postgres: { env: ${postgres} }`} }
writes: { tags: live, notes: live, assignment: live, notifications: live, issues: live }
connections:
  desk:
    kind: zammad
    url: ${zammad}
    token: { env: PROOF_ZAMMAD_TOKEN }
    webhookSecret: { env: PROOF_ZAMMAD_HOOK }
    network: { allowPrivate: true, allowHttp: true }
  bugs:
    kind: github
    repository: acme/product
    baseUrl: ${github}
    token: { env: PROOF_GITHUB_TOKEN }
    webhookSecret: { env: PROOF_GITHUB_HOOK }
    network: { allowPrivate: true, allowHttp: true }
calendars:
  always: { timezone: Europe/Berlin, week: { mon-sun: ["00:00-24:00"] } }
plans:
  basic: { calendar: always, default: true }
sla:
  targets:
    basic: { first_reply: ["1h", "4h", "8h", "16h"], resolution: ["8h", "16h", "40h", "-"] }
tiers:
  T1: { name: First Level, groups: { desk: ["1st Level"] } }
  T2: { name: Second Level, groups: { desk: ["2nd Level"] } }
  T3: { name: Development, groups: { desk: ["Development"] }, tracker: bugs }
tiering:
  default: T1
  rules:
    - { id: bug-to-t2, when: { tag: bug }, tier: T2 }
escalations:
  - id: bug-to-development
    type: functional
    when: { tag: bug }
    do: [{ tier: T3 }, { issue: bugs }, { note: internal }]
    mode: auto
  - id: breach
    when: { sla: any, at: breach }
    do: [{ note: internal }]
trackers:
  bugs: { kind: github, repository: acme/product, labels: [support], dedupe: { search: false } } # one issue per ticket is counted
`;
}
