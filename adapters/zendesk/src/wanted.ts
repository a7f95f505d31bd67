import type { HelpdeskWrite, StatusClass, Tier } from '@stellwerk/core';
import { Unsupported, ValidationRefused } from '@stellwerk/ports';
import type { ZendeskConfig } from './config.ts';
import type { Directory } from './directory.ts';
import type { Ticket } from './schema.ts';
import type { Wanted } from './update-ticket.ts';
import { priorityName, statusName, tierTag, tierTags } from './vocabulary.ts';

/** Writes that describe how a ticket should stand. */
export type StandingWrite = Exclude<HelpdeskWrite, { readonly kind: 'add_note' | 'public_notice' }>;

/** Works out, from a ticket as it stands, what a write still has to change. Throws ValidationRefused, Unsupported. */
export async function wantedOf(
  { config, directory }: { readonly config: ZendeskConfig; readonly directory: Directory },
  write: StandingWrite,
  signal: AbortSignal,
): Promise<(ticket: Ticket) => Wanted> {
  switch (write.kind) {
    case 'set_tier': {
      const field = await tierField(config, directory, write.tier, signal);
      return (ticket) => tierUpdate(ticket, tierTag(write.tier, config.tierTagPrefix), field, config.tierTagPrefix);
    }
    case 'clear_tier':
      return (ticket) => tierRemoval(ticket, config);
    case 'ensure_tags':
      return (ticket) => tagUpdate(ticket, write.add.map(cleanTag), write.remove.map(cleanTag));
    case 'assign_group': {
      const id = await groupId(directory, write.group, signal);
      return (ticket) => (ticket.groupId === id ? null : { group_id: Number(id) });
    }
    case 'set_priority': {
      const priority = priorityName(write.priority);
      return (ticket) => (ticket.priority === priority ? null : { priority });
    }
    case 'set_status': {
      const status = statusFor(write.status);
      const self = Number(await directory.selfId(signal));
      return (ticket) => statusUpdate(ticket, status, self);
    }
  }
}

interface FieldUpdate {
  readonly id: string;
  readonly value: string;
}

function tierUpdate(ticket: Ticket, tag: string, field: FieldUpdate | null, prefix: string): Wanted {
  const others = tierTags(ticket.tags, prefix).filter((each) => each !== tag);
  const tags = tagUpdate(ticket, [tag], others);
  const fields = field === null || ticket.fields.get(field.id) === field.value ? null : field;
  if (tags === null && fields === null) return null;
  return {
    ...tags,
    ...(fields === null ? {} : { custom_fields: [{ id: Number(fields.id), value: fields.value }] }),
  };
}

function tierRemoval(ticket: Ticket, { tierFieldId, tierTagPrefix }: ZendeskConfig): Wanted {
  const tags = tagUpdate(ticket, [], tierTags(ticket.tags, tierTagPrefix));
  const isEmpty = tierFieldId === undefined || (ticket.fields.get(tierFieldId) ?? null) === null;
  if (isEmpty) return tags;
  return { ...tags, custom_fields: [{ id: Number(tierFieldId), value: null }] };
}

/** The whole list, since `tags` replaces: what stands there, without what goes, with what is missing. */
function tagUpdate(ticket: Ticket, add: readonly string[], remove: readonly string[]): Wanted {
  const gone = new Set(remove.filter((tag) => !add.includes(tag)));
  const kept = ticket.tags.filter((tag) => !gone.has(tag));
  const missing = [...new Set(add)].filter((tag) => !kept.includes(tag));
  return missing.length === 0 && kept.length === ticket.tags.length ? null : { tags: [...kept, ...missing] };
}

/** Zendesk stores tags in lower case and takes a blank for the end of one. */
function cleanTag(tag: string): string {
  return tag
    .trim()
    .toLowerCase()
    .replaceAll(/[\s,]+/g, '_');
}

/** Value of the tier field: the drop-down's option for the tier, or the tier's name in a text field. */
async function tierField(
  { tierFieldId, tierTagPrefix }: ZendeskConfig,
  directory: Directory,
  tier: Tier,
  signal: AbortSignal,
): Promise<FieldUpdate | null> {
  if (tierFieldId === undefined) return null;
  const field = await directory.field(tierFieldId, signal);
  const options = field.custom_field_options;
  if (!options) return { id: tierFieldId, value: tier };

  const names = new Set([tierTag(tier, tierTagPrefix), tier.toLowerCase()]);
  const option = options.find(({ name, value }) => names.has(value.toLowerCase()) || names.has(name.toLowerCase()));
  if (!option) throw new ValidationRefused(`The ticket field ${tierFieldId} has no option for ${tier}`);
  return { id: tierFieldId, value: option.value };
}

async function groupId(directory: Directory, name: string, signal: AbortSignal): Promise<string> {
  const find = (groups: ReadonlyMap<string, string>) => [...groups].find(([, each]) => each === name)?.[0];
  // an id that no group has makes the directory read them anew
  const id = find(await directory.groups(signal)) ?? find(await directory.groups(signal, ['']));
  if (id === undefined) throw new ValidationRefused(`Zendesk has no group named ${name}`);
  return id;
}

/** Zendesk solves no ticket that nobody is assigned to; as on the agents' page, whoever solves it takes it. */
function statusUpdate(ticket: Ticket, status: string, self: number): Wanted {
  if (ticket.status === status) return null;
  return status === 'solved' && ticket.assigneeId === null ? { status, assignee_id: self } : { status };
}

function statusFor(status: StatusClass): string {
  const name = statusName(status);
  if (name === null) throw new Unsupported(`Zendesk has no status for ${status}`);
  return name;
}
