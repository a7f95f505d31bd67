import type { DeskActor, DeskPriority, DeskStatus, DeskTicket, SimulatedDesk } from '../desk.ts';
import type { Random } from '../shared/random.ts';
import { addMessage, ensureThread } from './conversations.ts';
import { actorId, readTicket, sourceOf } from './desk-read.ts';
import type { CrmObject, Json, PropertyOption } from './model.ts';
import { CALCULATED, type Crm, createRecord, mergeTickets, updateRecord } from './records.ts';
import { CATEGORY_PROPERTY, GROUP_PROPERTY, STAGE, TAGS_PROPERTY, TIER_PROPERTY } from './seed.ts';
import { checkedValues, currentValue, splitValues } from './values.ts';

/** HubSpot's priorities, the newest on top. */
const PRIORITY: Readonly<Record<DeskPriority, string>> = { P1: 'URGENT', P2: 'HIGH', P3: 'MEDIUM', P4: 'LOW' };

/** One closed stage, so solved and closed are the same here. */
const STAGES: Readonly<Record<DeskStatus, string>> = {
  new: STAGE.new,
  open: STAGE.waitingOnUs,
  waiting_requester: STAGE.waitingOnContact,
  waiting_third_party: STAGE.waitingOnVendor,
  solved: STAGE.closed,
  closed: STAGE.closed,
};

const SOURCE_TYPE = { email: 'EMAIL', web: 'FORM', phone: 'PHONE', chat: 'CHAT' } as const;

/** HubSpot's own categories by ours; everything else is a general inquiry. */
const CATEGORY: Readonly<Record<string, string>> = {
  bug: 'PRODUCT_ISSUE',
  incident: 'PRODUCT_ISSUE',
  billing: 'BILLING_ISSUE',
  feature: 'FEATURE_REQUEST',
};

const AUTOMATION = { sourceType: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:99' } as const;

/** Drives a simulated HubSpot as people would. Agents' ids are owner ids. */
export class HubspotDesk implements SimulatedDesk {
  readonly product = 'hubspot';
  readonly #crm: Crm;
  readonly #random: Random;
  readonly #firstReplyShare: number;

  constructor(crm: Crm, random: Random, firstReplyShare: number) {
    this.#crm = crm;
    this.#random = random;
    this.#firstReplyShare = firstReplyShare;
  }

  addOrganisation(
    input: Parameters<SimulatedDesk['addOrganisation']>[0],
  ): ReturnType<SimulatedDesk['addOrganisation']> {
    const plan = this.#optionFor('companies', 'plan', input.plan);
    const company = createRecord(
      this.#crm,
      'companies',
      new Map([
        ['name', input.name],
        ['plan', plan],
      ]),
      AUTOMATION,
    );
    return { id: company.id, ...input };
  }

  addCustomer(input: Parameters<SimulatedDesk['addCustomer']>[0]): ReturnType<SimulatedDesk['addCustomer']> {
    const [firstname = '', ...rest] = input.name.split(' ');
    const values = new Map([
      ['firstname', firstname],
      ['lastname', rest.join(' ')],
      ['email', input.email],
    ]);
    const company =
      input.organisationId === undefined ? undefined : this.#crm.portal.need('companies', input.organisationId);
    const plan = company && currentValue(company, 'plan');
    if (plan) values.set('plan', plan);
    const contact = createRecord(this.#crm, 'contacts', values, AUTOMATION);
    if (company) this.#crm.portal.associate(contact, company);
    return { id: contact.id, ...input };
  }

  addAgent(input: Parameters<SimulatedDesk['addAgent']>[0]): ReturnType<SimulatedDesk['addAgent']> {
    const { portal } = this.#crm;
    const id = String(portal.nextNumber('owner', 6_166_860));
    const [firstName = '', ...rest] = input.name.split(' ');
    const userId = portal.nextNumber('user', 1_296_619);
    const names = { firstName, lastName: rest.join(' '), email: input.email };
    portal.owners.set(id, { id, userId, ...names, teams: input.groups, createdAt: portal.now() });
    return { id, name: input.name, email: input.email };
  }

  createTicket(input: Parameters<SimulatedDesk['createTicket']>[0]): string {
    const { portal } = this.#crm;
    const contact = portal.need('contacts', input.requesterId);
    const tags = (input.tags ?? []).map((tag) => this.#optionFor('tickets', TAGS_PROPERTY, tag));
    const values = {
      subject: input.subject,
      content: input.body,
      hs_ticket_priority: PRIORITY[input.priority],
      source_type: SOURCE_TYPE[input.channel],
      ...this.#groupValue(input.group),
      ...(input.category === undefined ? {} : categoryValues(input.category)),
      ...(tags.length === 0 ? {} : { [TAGS_PROPERTY]: tags.join(';') }),
    };
    const source = input.openedBy
      ? sourceOf(portal, input.openedBy)
      : { sourceType: input.channel === 'web' ? 'FORM' : 'CONVERSATIONS' };
    const ticket = createRecord(this.#crm, 'tickets', checkedValues(portal, 'tickets', values), source);
    for (const company of portal.associated(contact, 'companies')) portal.associate(ticket, company);
    portal.associate(ticket, contact);
    const thread = ensureThread(this.#crm, ticket.id, contact.id, input.channel);
    addMessage(this.#crm, thread, { createdBy: `V-${contact.id}`, text: input.body, direction: 'INCOMING' });
    return ticket.id;
  }

  /** People can give a ticket a group only once the property is there. */
  #groupValue(group: string): Record<string, string> {
    return this.#crm.portal.properties.tickets.has(GROUP_PROPERTY) ? { [GROUP_PROPERTY]: group } : {};
  }

  message(ticketId: string, by: DeskActor, body: string, options: { readonly public?: boolean } = {}): string {
    const { portal } = this.#crm;
    const ticket = this.#need(ticketId);
    const contactId = portal.associated(ticket, 'contacts')[0]?.id ?? '';
    const thread = ensureThread(this.#crm, ticket.id, contactId, 'email');
    const direction = by.kind === 'requester' ? 'INCOMING' : options.public === false ? undefined : 'OUTGOING';
    const author = { createdBy: actorId(portal, by, contactId), text: body };
    const message = addMessage(this.#crm, thread, direction ? { ...author, direction } : author);
    if (direction === 'INCOMING') this.#afterIncoming(ticket);
    if (direction === 'OUTGOING' && by.kind === 'agent') this.#afterReply(ticket);
    return message.id;
  }

  assign(ticketId: string, by: DeskActor, to: { readonly group?: string; readonly agentId?: string | null }): void {
    this.#update(ticketId, by, {
      ...(to.group === undefined ? {} : this.#groupValue(to.group)),
      ...(to.agentId === undefined ? {} : { hubspot_owner_id: to.agentId ?? '' }),
    });
  }

  setStatus(ticketId: string, by: DeskActor, status: DeskStatus): void {
    this.#update(ticketId, by, { hs_pipeline_stage: STAGES[status] });
  }

  setPriority(ticketId: string, by: DeskActor, priority: DeskPriority): void {
    this.#update(ticketId, by, { hs_ticket_priority: PRIORITY[priority] });
  }

  setTier(ticketId: string, by: DeskActor, tier: string): void {
    this.#update(ticketId, by, { [TIER_PROPERTY]: tier });
  }

  addTag(ticketId: string, by: DeskActor, tag: string): void {
    this.#optionFor('tickets', TAGS_PROPERTY, tag);
    this.#update(ticketId, by, { [TAGS_PROPERTY]: `;${tag}` });
  }

  removeTag(ticketId: string, by: DeskActor, tag: string): void {
    const tags = splitValues(currentValue(this.#need(ticketId), TAGS_PROPERTY) ?? '');
    this.#update(ticketId, by, { [TAGS_PROPERTY]: tags.filter((other) => other !== tag).join(';') });
  }

  merge(sourceId: string, by: DeskActor, targetId: string): void {
    mergeTickets(this.#crm, this.#need(targetId), this.#need(sourceId), sourceOf(this.#crm.portal, by));
  }

  rate(ticketId: string, score: 'good' | 'bad'): void {
    const ticket = this.#need(ticketId);
    const value = score === 'good' ? '2' : '0';
    const values = new Map([
      ['hs_survey_type', 'CSAT'],
      ['hs_value', value],
    ]);
    const answer = createRecord(this.#crm, 'feedback_submissions', values, AUTOMATION);
    this.#crm.portal.associate(answer, ticket);
    updateRecord(this.#crm, ticket, new Map([['hs_last_csat_rating', value]]), CALCULATED);
  }

  ticket(ticketId: string): DeskTicket | undefined {
    const ticket = this.#crm.portal.objects.tickets.get(ticketId);
    return ticket && readTicket(this.#crm.portal, ticket);
  }

  tickets(): readonly DeskTicket[] {
    return [...this.#crm.portal.objects.tickets.values()].map((ticket) => readTicket(this.#crm.portal, ticket));
  }

  /** The help desk's own automation: a customer's message brings the ticket back to us. */
  #afterIncoming(ticket: CrmObject): void {
    const at = new Date(this.#crm.portal.now()).toISOString();
    updateRecord(this.#crm, ticket, new Map([['hs_last_message_received_at', at]]), CALCULATED);
    const stage = currentValue(ticket, 'hs_pipeline_stage');
    if (stage !== STAGE.closed && stage !== STAGE.waitingOnContact) return;
    updateRecord(this.#crm, ticket, new Map([['hs_pipeline_stage', STAGE.waitingOnUs]]), AUTOMATION);
  }

  /** The reply properties are mostly left empty, as in real accounts. */
  #afterReply(ticket: CrmObject): void {
    const now = this.#crm.portal.now();
    const values = new Map([['last_reply_date', new Date(now).toISOString()]]);
    const isFirst =
      this.#crm.portal
        .threadsOf(ticket.id)
        .flatMap(({ messages }) => messages)
        .filter(isReply).length === 1;
    if (isFirst && this.#random.chance(this.#firstReplyShare)) {
      values.set('first_agent_reply_date', new Date(now).toISOString());
      values.set('time_to_first_agent_reply', String(now - ticket.createdAt));
    }
    updateRecord(this.#crm, ticket, values, CALCULATED);
  }

  #update(ticketId: string, by: DeskActor, properties: Json): void {
    const ticket = this.#need(ticketId);
    const values = checkedValues(this.#crm.portal, 'tickets', properties, ticket);
    updateRecord(this.#crm, ticket, values, sourceOf(this.#crm.portal, by));
  }

  /** The ticket itself or the one it was merged into. */
  #need(ticketId: string): CrmObject {
    return this.#crm.portal.need('tickets', ticketId);
  }

  /** Makes a value an option of a property, as an admin would before people can choose it. */
  #optionFor(type: 'tickets' | 'companies', name: string, value: string): string {
    const definition = this.#crm.portal.properties[type].get(name);
    if (definition && !definition.options.some((option) => option.value === value)) {
      const option: PropertyOption = { label: value, value, displayOrder: definition.options.length, hidden: false };
      definition.options = [...definition.options, option];
    }
    return value;
  }
}

const isReply = ({ direction, createdBy }: { direction?: string; createdBy: string }): boolean =>
  direction === 'OUTGOING' && createdBy.startsWith('A-');

const categoryValues = (category: string): Json => ({
  [CATEGORY_PROPERTY]: category,
  hs_ticket_category: CATEGORY[category] ?? 'GENERAL_INQUIRY',
});
