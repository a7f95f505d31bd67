import type { DeskActor, DeskPerson, ZammadSimulator } from '@stellwerk/simulators';

/** A support desk that people work at, one step at a time. */
export interface TicketPlay {
  /** Ids of the tickets that were tagged as bugs so far. */
  readonly bugs: ReadonlySet<string>;
  readonly tickets: readonly string[];
  /** Does the next thing: opens a ticket, answers one, or tags one as a bug. */
  step(): void;
}

const GROUP = '1st Level';

/** Plays tickets with a seeded random: about half of them are bugs, some from birth and some tagged later. */
export function createTicketPlay(zammad: ZammadSimulator, random: () => number): TicketPlay {
  const agent: DeskActor = { kind: 'agent', id: agentOf(zammad).id };
  const customers = Array.from({ length: 5 }, (_, n) => customerOf(zammad, n));
  const bugs = new Set<string>();
  const tickets: string[] = [];

  function open(): void {
    const customer = customers[tickets.length % customers.length] ?? customers[0];
    const isBug = random() < 0.25;
    const id = zammad.createTicket({
      requesterId: customer?.id ?? '',
      subject: `Export fails (${tickets.length})`,
      body: 'Hello, the export ends with an error since this morning.',
      priority: random() < 0.3 ? 'P2' : 'P3',
      channel: 'email',
      group: GROUP,
      tags: isBug ? ['bug'] : [],
    });
    tickets.push(id);
    if (isBug) bugs.add(id);
  }

  function work(id: string): void {
    const what = random();
    if (what < 0.4 && !bugs.has(id)) {
      zammad.addTag(id, agent, 'bug');
      bugs.add(id);
    }
    // Zammad sends no webhook for a tag alone: the message beside it does
    if (what < 0.75) zammad.message(id, agent, 'We look into it.', { public: true });
    else zammad.message(id, { kind: 'requester' }, 'Any news?');
  }

  return {
    bugs,
    tickets,
    step() {
      const old = tickets[Math.floor(random() * tickets.length)];
      if (old === undefined || random() < 0.45) open();
      else work(old);
    },
  };
}

function agentOf(zammad: ZammadSimulator): DeskPerson {
  return zammad.addAgent({
    name: 'Anna Agent',
    email: 'anna@example.test',
    groups: [GROUP, '2nd Level', 'Development'],
  });
}

function customerOf(zammad: ZammadSimulator, n: number): DeskPerson {
  return zammad.addCustomer({ name: `Karl Kunde ${n}`, email: `karl${n}@example.test` });
}
