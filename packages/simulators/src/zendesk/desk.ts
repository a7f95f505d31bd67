import type { DeskActor, DeskPriority, DeskStatus, DeskTicket, SimulatedDesk } from '../desk.ts';
import { createTicket } from './create-ticket.ts';
import { mergeTickets } from './merge.ts';
import type { ZendeskActing, ZendeskPriority, ZendeskTicket, ZendeskUser } from './model.ts';
import { ensureGroup, isStaff, SYSTEM_ID, VENDOR_STATUS_ID, type ZendeskState } from './state.ts';
import { cleanTags } from './tags.ts';
import { changeTicket, type TicketChange } from './ticket-change.ts';
import { AGENT_VIA, BOT_VIA, customerVia, RULE } from './via.ts';

const PRIORITIES = { P1: 'urgent', P2: 'high', P3: 'normal', P4: 'low' } as const satisfies Record<
  DeskPriority,
  ZendeskPriority
>;

const CLASSES: Readonly<Record<ZendeskPriority, DeskPriority>> = { urgent: 'P1', high: 'P2', normal: 'P3', low: 'P4' };

/** Drives the account as people would: agents on their page, customers by mail, rules by themselves. */
export function createZendeskDesk(state: ZendeskState): SimulatedDesk {
  const ticketAt = (id: string): ZendeskTicket => {
    const ticket = state.tickets.get(Number(id));
    if (!ticket) throw new RangeError(`no ticket ${id} in the simulated Zendesk`);
    return ticket;
  };
  const openAt = (id: string): ZendeskTicket => {
    const ticket = ticketAt(id);
    if (ticket.status === 'closed') throw new RangeError(`ticket ${id} is closed and takes no update`);
    return ticket;
  };
  const change = (id: string, by: DeskActor, wanted: TicketChange): void => {
    const ticket = openAt(id);
    changeTicket(state, ticket, wanted, actingAs(state, by, ticket));
  };
  const tagsOf = (id: string): readonly string[] => ticketAt(id).tags;

  return {
    product: 'zendesk',
    ...people(state),
    createTicket(input) {
      const requester = userAt(state, input.requesterId);
      const opened = input.openedBy ?? { kind: 'requester' };
      const acting: ZendeskActing =
        opened.kind === 'requester'
          ? { userId: requester.id, via: customerVia(input.channel, requester) }
          : actorOf(state, opened);
      const ticket = createTicket(
        state,
        {
          requesterId: requester.id,
          subject: input.subject,
          body: input.body,
          priority: PRIORITIES[input.priority],
          groupId: ensureGroup(state, input.group).id,
          tags: input.tags ?? [],
          fields: new Map([[state.categoryField.id, input.category ?? null]]),
        },
        acting,
      );
      return String(ticket.id);
    },
    message(id, by, body, options) {
      change(id, by, { comment: { body, public: options?.public ?? true } });
      const comment = state.auditsOf
        .get(Number(id))
        ?.at(-1)
        ?.events.find((event) => event.type === 'Comment');
      return String(comment?.id ?? '');
    },
    assign(id, by, to) {
      const groupId = to.group === undefined ? undefined : ensureGroup(state, to.group).id;
      const assignee = to.agentId === undefined || to.agentId === null ? to.agentId : Number(to.agentId);
      // Moving a ticket to another group takes it from its assignee, as in the real one.
      const moved = groupId !== undefined && groupId !== ticketAt(id).groupId;
      const assigneeId = assignee === undefined && moved ? null : assignee;
      change(id, by, {
        ...(groupId === undefined ? {} : { groupId }),
        ...(assigneeId === undefined ? {} : { assigneeId }),
      });
    },
    setStatus: (id, by, status) => change(id, by, statusChange(ticketAt(id), by, status)),
    setPriority: (id, by, priority) => change(id, by, { priority: PRIORITIES[priority] }),
    setTier: (id, by, tier) => change(id, by, { fields: new Map([[state.tierField.id, tierValue(tier)]]) }),
    addTag: (id, by, tag) => change(id, by, { tags: [...tagsOf(id), tag] }),
    removeTag(id, by, tag) {
      const gone = new Set(cleanTags([tag]));
      change(id, by, { tags: tagsOf(id).filter((each) => !gone.has(each)) });
    },
    merge(sourceId, by, targetId) {
      const target = openAt(targetId);
      mergeTickets(state, openAt(sourceId), target, actingAs(state, by, target));
    },
    rate(id, score) {
      const ticket = openAt(id);
      state.ratings.push({ id: state.nextId(), ticketId: ticket.id, score, at: state.now() });
      changeTicket(state, ticket, { score }, actingAs(state, { kind: 'requester' }, ticket));
    },
    ticket(id) {
      const ticket = state.tickets.get(Number(id));
      return ticket ? readTicket(state, ticket) : undefined;
    },
    tickets: () => [...state.tickets.values()].map((ticket) => readTicket(state, ticket)),
  };
}

function people(state: ZendeskState): Pick<SimulatedDesk, 'addOrganisation' | 'addCustomer' | 'addAgent'> {
  const add = (user: Omit<ZendeskUser, 'id' | 'createdAt'>): string => {
    const id = state.nextId();
    state.users.set(id, { ...user, id, createdAt: state.now() });
    return String(id);
  };

  return {
    addOrganisation({ name, plan }) {
      const id = state.nextId();
      state.organizations.set(id, { id, name, plan, createdAt: state.now() });
      return { id: String(id), name, plan };
    },
    addCustomer(input) {
      const organizationId = input.organisationId === undefined ? null : Number(input.organisationId);
      return {
        ...input,
        id: add({ name: input.name, email: input.email, role: 'end-user', organizationId, groupIds: [] }),
      };
    },
    addAgent({ name, email, groups }) {
      const groupIds = groups.map((group) => ensureGroup(state, group).id);
      return { id: add({ name, email, role: 'agent', organizationId: null, groupIds }), name, email };
    },
  };
}

function userAt(state: ZendeskState, id: string): ZendeskUser {
  const user = state.users.get(Number(id));
  if (!user) throw new RangeError(`no user ${id} in the simulated Zendesk`);
  return user;
}

function actorOf(state: ZendeskState, by: Exclude<DeskActor, { kind: 'requester' }>): ZendeskActing {
  if (by.kind === 'bot') return { userId: state.bot.id, via: BOT_VIA };
  if (by.kind === 'automation') return RULE;
  return { userId: userAt(state, by.id).id, via: AGENT_VIA };
}

function actingAs(state: ZendeskState, by: DeskActor, ticket: ZendeskTicket): ZendeskActing {
  if (by.kind !== 'requester') return actorOf(state, by);
  const requester = userAt(state, String(ticket.requesterId));
  // Answers come by mail unless the ticket lives in a chat.
  return { userId: requester.id, via: customerVia(ticket.via.channel === 'chat' ? 'chat' : 'email', requester) };
}

function statusChange(ticket: ZendeskTicket, by: DeskActor, status: DeskStatus): TicketChange {
  if (status === 'waiting_third_party') return { customStatusId: VENDOR_STATUS_ID };
  if (status === 'waiting_requester') return { status: 'pending' };
  // An agent who solves an unassigned ticket becomes its assignee.
  const takes = status === 'solved' && ticket.assigneeId === null && by.kind === 'agent';
  return takes ? { status, assigneeId: Number(by.id) } : { status };
}

/** `T2` and `tier_t2` both name the option of the drop-down. */
const tierValue = (tier: string): string => (tier.startsWith('tier_') ? tier : `tier_${tier.toLowerCase()}`);

function readTicket(state: ZendeskState, ticket: ZendeskTicket): DeskTicket {
  const tier = ticket.fields.get(state.tierField.id) ?? null;
  return {
    id: String(ticket.id),
    status: deskStatus(ticket),
    priority: CLASSES[ticket.priority ?? 'normal'],
    group: state.groups.get(ticket.groupId ?? 0)?.name ?? '',
    assigneeId: ticket.assigneeId === null ? null : String(ticket.assigneeId),
    tags: [...ticket.tags],
    tier: state.tierField.options.find((option) => option.value === tier)?.name ?? tier,
    messages: readMessages(state, ticket),
    mergedInto: ticket.mergedInto === null ? null : String(ticket.mergedInto),
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
  };
}

function deskStatus(ticket: ZendeskTicket): DeskStatus {
  if (ticket.status === 'pending') return 'waiting_requester';
  return ticket.status === 'hold' ? 'waiting_third_party' : ticket.status;
}

function readMessages(state: ZendeskState, ticket: ZendeskTicket): DeskTicket['messages'] {
  const audits = state.auditsOf.get(ticket.id) ?? [];
  return audits.flatMap((audit) =>
    audit.events.flatMap((event) => {
      if (event.type !== 'Comment') return [];
      const author = authorOf(state, ticket, event.authorId);
      return [{ id: String(event.id), at: audit.at, public: event.public, body: event.body, author }];
    }),
  );
}

function authorOf(state: ZendeskState, ticket: ZendeskTicket, id: number): DeskActor {
  if (id === SYSTEM_ID) return { kind: 'automation' };
  if (id === state.bot.id) return { kind: 'bot' };
  if (id === ticket.requesterId || !isStaff(state, id)) return { kind: 'requester' };
  return { kind: 'agent', id: String(id) };
}
