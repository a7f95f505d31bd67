/** What the demo's desks are told, by their addresses. */
export interface DemoAddresses {
  readonly zendesk: string;
  readonly zammad: string;
  readonly hubspot: string;
  readonly github: string;
  readonly zendeskTierField: string;
  readonly hubspotApp: string;
}

/** The demo's `stellwerk.yaml`: a company with three helpdesks and one product repository. Valid for real use but for the addresses. */
export function demoPolicy({ zendesk, zammad, hubspot, github, zendeskTierField, hubspotApp }: DemoAddresses): string {
  return `version: 1
locale: { language: de, form: sie, timezone: Europe/Berlin }

connections:
  zendesk-prod:
    kind: zendesk
    url: ${zendesk}
    auth: { kind: oauth, token: zendesk-token }
    webhookSecret: zendesk-webhook
    tierFieldId: "${zendeskTierField}"
    network: { allowPrivate: true, allowHttp: true }
  zammad-int:
    kind: zammad
    url: ${zammad}
    token: zammad-token
    webhookSecret: zammad-webhook
    bots: [bot@example.test]
    states: { waiting_third_party: waiting for vendor }
    network: { allowPrivate: true, allowHttp: true }
  hubspot-cs:
    kind: hubspot
    url: ${hubspot}
    token: hubspot-token
    appId: "${hubspotApp}"
    stages: { "2": waiting_requester, "98123401": waiting_third_party }
    network: { allowPrivate: true, allowHttp: true }
  github-main:
    kind: github
    repository: acme/produkt
    baseUrl: ${github}
    token: github-token
    webhookSecret: github-webhook
    network: { allowPrivate: true, allowHttp: true }

mapping:
  zammad-int: { status: { waiting for vendor: waiting_third_party } }

calendars:
  buero:
    timezone: Europe/Berlin
    week: { mon-thu: ["08:00-12:30", "13:00-18:00"], fri: ["08:00-12:30", "13:00-16:00"] }
    holidays: { regions: [DE-NW] }
    businessDay: { endsAt: close }
  rund-um-die-uhr: { timezone: Europe/Berlin, week: { mon-sun: ["00:00-24:00"] } }

tiers:
  T0: { name: Selbsthilfe, channels: [help_center, bot] }
  T1:
    name: First Level
    groups: { zendesk-prod: ["Support L1"], zammad-int: ["1st Level"], hubspot-cs: ["Support L1"] }
  T2:
    name: Technischer Support
    groups: { zendesk-prod: ["Support L2"], zammad-int: ["2nd Level"], hubspot-cs: ["Support L2"] }
  T3:
    name: Entwicklung
    groups: { zendesk-prod: ["Engineering Liaison"], zammad-int: ["Entwicklung"], hubspot-cs: ["Engineering"] }
    tracker: github-main

tiering:
  default: T1
  rules:
    - { id: bug-zu-t2, when: { tag: bug }, tier: T2 }
    - { id: enterprise-p1, when: { plan: enterprise, priority: P1 }, tier: T2 }
    - { id: fehlermeldung, when: { pattern: bug, priority: [P1, P2] }, tier: T2 }

escalations:
  - id: frist-75
    when: { sla: any, at: "75%" }
    do: [{ tag: add sla_gefaehrdet }]
  - id: frist-verletzt
    when: { sla: [first_reply, restore], at: breach }
    type: hierarchical
    do: [{ note: internal }]
  - id: p1-ohne-uebernahme
    when: { priority: P1, unowned: 15min }
    type: hierarchical
    calendar: rund-um-die-uhr
    do: [{ note: internal }]
    repeat: { every: 30min, max: 3 }
  - id: t1-zu-t2
    type: functional
    when: { any: [{ tier: T1, ownTime: 2bd }, { tier: T1, agentReplies: ">=3" }, { tier: T1, reopens: ">=2" }] }
    do: [{ tier: T2 }, { note: internal }]
    mode: auto
  - id: bug-an-entwicklung
    type: functional
    when: { tag: bug, tier: T2 }
    do: [{ tier: T3 }, { issue: github-main }, { note: internal }]
    mode: auto
  - id: pingpong
    when: { tierBounces: ">=2" }
    type: hierarchical
    do: [{ note: internal }]

trackers:
  github-main:
    kind: github
    repository: acme/produkt
    allowFields: [category, version]
    labels: [support]
    syncBack: { done: note, released: note, comment: internal_note }

privacy: { worksCouncil: { enabled: true, minGroup: 5 } }
`;
}
