import type { ActorKind, EventBody, PolicyInput, Priority, StatusClass, TicketEvent, Tier } from '../../src/index.ts';
import { type Policy, parsePolicy } from '../../src/index.ts';

/** Local Berlin time of a date in winter (UTC+1), as epoch ms: `at('2026-12-02 09:00')`. */
export function at(local: string): number {
  return Date.parse(`${local.replace(' ', 'T')}:00+01:00`);
}

/** A policy of few words: one office calendar Mon–Fri 09:00–17:00 in Berlin without holidays, one plan. */
export function policyOf(extra: Partial<Record<keyof PolicyInput, unknown>> = {}, version = 'test'): Policy {
  const parsed = parsePolicy(
    {
      version: 1,
      preset: 'none',
      calendars: { office: { timezone: 'Europe/Berlin', week: { 'mon-fri': ['09:00-17:00'] } } },
      tiers: {
        T1: { name: 'First Level', groups: { desk: ['L1'] } },
        T2: { name: 'Second Level', groups: { desk: ['L2'] } },
        T3: { name: 'Development', groups: { desk: ['Dev'] } },
      },
      plans: { basic: { calendar: 'office', default: true } },
      sla: { targets: { basic: { first_reply: ['1h', '4h', '8h', '1bd'], resolution: ['8h', '16h', '40h', '-'] } } },
      ...extra,
    },
    version,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.policy;
}

/** Writes a ticket's story event by event; every event gets the next key. */
export class Story {
  readonly events: TicketEvent[] = [];

  add(when: string | number, actor: ActorKind, body: EventBody): this {
    const instant = typeof when === 'number' ? when : at(when);
    const n = this.events.length;
    this.events.push({
      key: `e:${n}`,
      at: instant,
      seq: n,
      observedAt: instant,
      actor: { kind: actor, ref: actor },
      channel: 'email',
      provenance: 'webhook',
      ...body,
    } as TicketEvent);
    return this;
  }

  created(
    when: string | number,
    options: {
      priority?: Priority;
      by?: ActorKind;
      tags?: string[];
      group?: string | null;
      fields?: Record<string, string>;
      tier?: Tier | null;
      plan?: string;
    } = {},
  ): this {
    return this.add(when, options.by ?? 'requester', {
      type: 'created',
      status: { class: 'new', raw: 'new' },
      priority: { value: options.priority ?? 'P2', raw: options.priority ?? 'P2' },
      group: options.group ?? null,
      assignee: null,
      requester: 'requester',
      organisation: options.plan === undefined ? null : { ref: 'org', fields: { plan: options.plan } },
      tags: options.tags ?? [],
      fields: options.fields ?? {},
      tier: options.tier ?? null,
      brand: null,
      features: { length: 80, language: 'de', patterns: [] },
      number: '1001',
      url: null,
    });
  }

  message(
    when: string | number,
    actor: ActorKind,
    options: { internal?: boolean; autoReply?: boolean; patterns?: string[] } = {},
  ): this {
    return this.add(when, actor, {
      type: 'message',
      messageId: String(this.events.length),
      visibility: options.internal ? 'internal' : 'public',
      autoReply: options.autoReply ?? false,
      features: { length: 20, language: 'de', patterns: options.patterns ?? [] },
    });
  }

  status(when: string | number, actor: ActorKind, to: StatusClass): this {
    return this.add(when, actor, { type: 'status_changed', from: null, to: { class: to, raw: to } });
  }

  priority(when: string | number, to: Priority): this {
    return this.add(when, 'agent', { type: 'priority_changed', from: null, to: { value: to, raw: to } });
  }
}
