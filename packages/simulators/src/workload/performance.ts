import type { DeskActor, DeskPriority, SimulatedDesk } from '../desk.ts';
import type { Random } from '../shared/random.ts';
import { type Customer, type Staffed, WORKLOAD_GROUPS } from './people.ts';
import { openingOf, type Line as PhraseLine, sentenceOf } from './phrases.ts';
import type { Act, Line, Story } from './story.ts';

/** Plays one story on a desk: each act becomes what people would do in that helpdesk. */
export class Performance {
  readonly #random: Random;
  readonly #team: Staffed;
  readonly #customer: Customer;
  readonly #story: Story;
  #ticketId = '';
  #duplicateId: string | null = null;
  #agentId: string;
  #over = false;

  readonly #mayDuplicate: () => boolean;

  /** `mayDuplicate` says whether a second ticket about the same matter is still within the bound of the workload. */
  constructor(random: Random, team: Staffed, story: Story, mayDuplicate: () => boolean) {
    this.#mayDuplicate = mayDuplicate;
    this.#random = random;
    this.#team = team;
    this.#story = story;
    this.#customer = random.pick(team.customers);
    this.#agentId = random.pick(team.agents[story.startLine]);
  }

  open(): void {
    this.#ticketId = this.#create(this.#story.agentCreated ? this.#agent() : undefined);
  }

  play(act: Act): void {
    if (this.#over || this.#closedByOthers()) return;
    switch (act.kind) {
      case 'acknowledge':
        return this.#say({ kind: 'automation' }, 'acknowledge');
      case 'bot_reply':
        return this.#say({ kind: 'bot' }, 'bot');
      case 'bot_solve':
        return this.#desk.setStatus(this.#ticketId, { kind: 'bot' }, 'solved');
      case 'take':
        return this.#take(act.line);
      case 'hand_over':
        return this.#handOver(act.line);
      case 'reply':
        return this.#say(this.#agent(), 'reply');
      case 'note':
        return this.#say(this.#agent(), 'note', false);
      case 'ask':
        this.#say(this.#agent(), 'ask');
        return this.#desk.setStatus(this.#ticketId, this.#agent(), 'waiting_requester');
      case 'wait_vendor':
        this.#say(this.#agent(), 'vendor', false);
        return this.#desk.setStatus(this.#ticketId, this.#agent(), 'waiting_third_party');
      case 'vendor_done':
        return this.#desk.setStatus(this.#ticketId, this.#agent(), 'open');
      case 'answer':
        return this.#customerSays('answer');
      case 'complain':
        return this.#say({ kind: 'requester' }, 'angry');
      case 'thanks':
        return this.#customerSays('thanks');
      case 'reopen':
        return this.#customerSays('reopen');
      case 'solve':
        return this.#solve();
      case 'raise':
        return this.#desk.setPriority(this.#ticketId, this.#agent(), raised(this.#story.priority));
      case 'tag_bug':
        return this.#desk.addTag(this.#ticketId, this.#agent(), 'bug');
      case 'rate_good':
        return this.#desk.rate(this.#ticketId, 'good');
      case 'rate_bad':
        return this.#desk.rate(this.#ticketId, 'bad');
      case 'duplicate':
        if (this.#mayDuplicate()) this.#duplicateId = this.#create();
        return;
      case 'merge':
        return this.#merge();
      case 'close':
        return this.#close();
    }
  }

  /** Somebody else closed the ticket for good, e.g. by the API: nobody can do anything with it any more. */
  #closedByOthers(): boolean {
    if (this.#desk.product === 'zendesk') this.#over = this.#desk.ticket(this.#ticketId)?.status === 'closed';
    return this.#over;
  }

  get #desk(): SimulatedDesk {
    return this.#team.desk;
  }

  #agent(): DeskActor {
    return { kind: 'agent', id: this.#agentId };
  }

  #group(line: Line): string {
    return WORKLOAD_GROUPS[this.#desk.product][line];
  }

  #create(openedBy?: DeskActor): string {
    const { kind, priority, channel, startLine } = this.#story;
    const opening = openingOf(this.#random, this.#customer.language, this.#story);
    return this.#desk.createTicket({
      requesterId: this.#customer.id,
      ...opening,
      priority,
      channel,
      category: kind,
      group: this.#group(startLine),
      ...(openedBy ? { openedBy } : {}),
    });
  }

  #say(by: DeskActor, line: PhraseLine, isPublic = true): void {
    const body = sentenceOf(this.#random, this.#customer.language, line);
    this.#desk.message(this.#ticketId, by, body, { public: isPublic });
  }

  /** A customer's word makes the ticket open again; helpdesks that do not do so by themselves have a rule for it. */
  #customerSays(line: PhraseLine): void {
    this.#say({ kind: 'requester' }, line);
    const status = this.#desk.ticket(this.#ticketId)?.status;
    if (status === 'open' || status === 'new') return;
    this.#desk.setStatus(this.#ticketId, { kind: 'automation' }, 'open');
  }

  #take(line: Line): void {
    this.#agentId = this.#random.pick(this.#team.agents[line]);
    this.#desk.assign(this.#ticketId, this.#agent(), { agentId: this.#agentId });
    this.#desk.setStatus(this.#ticketId, this.#agent(), 'open');
  }

  #handOver(line: Line): void {
    this.#desk.assign(this.#ticketId, this.#agent(), { group: this.#group(line), agentId: null });
  }

  #solve(): void {
    this.#say(this.#agent(), 'solve');
    this.#desk.setStatus(this.#ticketId, this.#agent(), 'solved');
  }

  #merge(): void {
    if (this.#duplicateId === null) return;
    this.#desk.merge(this.#duplicateId, this.#agent(), this.#ticketId);
    this.#duplicateId = null;
  }

  /** Only Zendesk closes for good what is solved. */
  #close(): void {
    if (this.#desk.product === 'zendesk') this.#desk.setStatus(this.#ticketId, { kind: 'automation' }, 'closed');
    this.#over = true;
  }
}

const RAISED = { P1: 'P1', P2: 'P1', P3: 'P2', P4: 'P3' } as const satisfies Record<DeskPriority, DeskPriority>;

const raised = (priority: DeskPriority): DeskPriority => RAISED[priority];
