import { isCustomer } from '../../decide/apply-event.ts';
import type { TicketEvent } from '../../model/event.ts';
import { isFinished, type StatusClass } from '../../model/status.ts';
import type { Tier } from '../../model/tier.ts';
import type { FirstReply, Lapse, MessageCounts, Turn, UpdateGap } from './ticket-record.ts';
import type { Timeline } from './timeline.ts';

/** What the walk knows when an event has been applied. */
export interface Moment {
  readonly event: TicketEvent;
  readonly before: StatusClass;
  readonly status: StatusClass;
  readonly tier: Tier | null;
}

interface OpenTurn {
  readonly from: number;
  readonly to: number | null;
  readonly end: Turn['end'];
  readonly first: boolean;
}

type Spoken = Extract<TicketEvent, { type: 'message' }>;

/** Who said what when: replies, turns, updates. Only people's public messages answer a customer. */
export class Conversation {
  startedAt: number | null = null;
  #pending: number | null = null;
  #firstReply: { at: number; tier: Tier | null } | null = null;
  #firstBotReplyAt: number | null = null;
  readonly #turns: OpenTurn[] = [];
  readonly #replies: number[] = [];
  readonly #agents = new Set<string>();
  readonly #ignoreThanks: boolean;
  #automated = 0;
  #customer = 0;
  #contacts = 0;
  #internalNotes = 0;
  #chatReplies = 0;
  #chatted = false;
  #customerHasTheWord = false;

  constructor(options: { readonly ignoreThanks: boolean }) {
    this.#ignoreThanks = options.ignoreThanks;
  }

  /** Whether the customer has written and nobody has answered. */
  get asked(): boolean {
    return this.#pending !== null;
  }

  apply(moment: Moment): void {
    const { event, before, status } = moment;
    if (event.type === 'created') this.#open(event);
    if (event.type === 'message') this.#hear(event, moment);
    // a message that reopens a ticket comes while it is still solved: only becoming solved ends a turn
    if (isFinished(status) && !isFinished(before) && this.#pending !== null) this.#end(event.at, 'solved');
  }

  #open(event: TicketEvent): void {
    if (isCustomer(event)) this.#ask(event);
    else if (event.actor.kind === 'agent') this.#replies.push(event.at);
  }

  #hear(event: Spoken, moment: Moment): void {
    const human = event.actor.kind === 'agent' || event.actor.kind === 'light_agent';
    if (human && !event.autoReply) this.#agents.add(event.actor.ref ?? '');
    if (event.visibility === 'internal') {
      this.#internalNotes += 1;
      return;
    }
    if (isCustomer(event) && !event.autoReply) return this.#hearCustomer(event, moment.before);
    if (event.actor.kind === 'agent' && !event.autoReply) return this.#answer(event, moment.tier);
    this.#automated += 1;
    if (event.actor.kind === 'bot') this.#firstBotReplyAt ??= event.at;
  }

  /** Mere thanks for a solution asks for nothing. */
  #hearCustomer(event: Spoken, before: StatusClass): void {
    const thanks = event.features.patterns.includes('thanks') && isFinished(before) && this.#ignoreThanks;
    if (thanks) this.#customer += 1;
    else this.#ask(event);
  }

  #ask({ at, channel }: TicketEvent): void {
    this.#customer += 1;
    this.startedAt ??= at;
    if (!this.#customerHasTheWord && !(channel === 'chat' && this.#chatted)) this.#contacts += 1;
    this.#chatted ||= channel === 'chat';
    this.#customerHasTheWord = true;
    this.#pending ??= at;
  }

  #answer(event: Spoken, tier: Tier | null): void {
    this.#replies.push(event.at);
    if (event.channel === 'chat') this.#chatReplies += 1;
    this.#customerHasTheWord = false;
    if (this.startedAt === null) return;
    this.#firstReply ??= { at: event.at, tier };
    if (this.#pending !== null) this.#end(event.at, 'answered');
  }

  #end(to: number, end: Turn['end']): void {
    this.#turns.push({ from: this.#pending ?? to, to, end, first: !this.#turns.some(answered) });
    this.#pending = null;
  }

  /** The first public human answer, measured from the customer's first message. */
  firstReply(timeline: Timeline): FirstReply | null {
    if (!this.#firstReply || this.startedAt === null) return null;
    return { ...this.#firstReply, ...timeline.length(this.startedAt, this.#firstReply.at) };
  }

  firstBotReply(timeline: Timeline): Lapse | null {
    const at = this.#firstBotReplyAt;
    if (at === null || this.startedAt === null || at < this.startedAt) return null;
    return { at, ...timeline.length(this.startedAt, at) };
  }

  turns(timeline: Timeline): readonly Turn[] {
    const open: OpenTurn[] =
      this.#pending === null ? [] : [{ from: this.#pending, to: null, end: null, first: !this.#turns.some(answered) }];
    return [...this.#turns, ...open].map((turn) => ({ ...turn, ...timeline.length(turn.from, turn.to) }));
  }

  updates(timeline: Timeline): readonly UpdateGap[] {
    return this.#replies.slice(1).map((to, index) => {
      const from = this.#replies[index]!;
      return {
        from,
        to,
        ...timeline.length(from, to, ({ status }) => !isFinished(status)),
        pausable: timeline.length(from, to, ({ status }) => !isFinished(status) && status !== 'waiting_requester'),
      };
    });
  }

  counts(openedByAgent: boolean): MessageCounts {
    const humanReplies = this.#replies.length - (openedByAgent ? 1 : 0);
    return {
      humanReplies,
      humanTouches: humanReplies - Math.max(0, this.#chatReplies - 1),
      automated: this.#automated,
      customer: this.#customer,
      contacts: this.#contacts,
      internalNotes: this.#internalNotes,
      agents: this.#agents.size,
    };
  }
}

function answered({ end }: OpenTurn): boolean {
  return end === 'answered';
}
