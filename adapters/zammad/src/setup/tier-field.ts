import { hasSetupMark, type ManagedObject, type ObjectFacts, type Standing, setupMark } from '@stellwerk/adapter-kit';
import { TIERS } from '@stellwerk/core';
import { ConfigError, type SetupRequest, ValidationRefused } from '@stellwerk/ports';
import { runMigrations } from './migrations.ts';
import type { AttributeRow } from './schema.ts';
import type { SetupParts } from './setup-parts.ts';
import { offeredValues, withValues } from './tier-options.ts';

const CHOICES = new Set(['select', 'tree_select']);
const SHOWN = { 'ticket.agent': { shown: true, required: false } };

const REMARKS = {
  create: {
    de: 'Zammad startet sich danach selbst neu und antwortet bis zu einer Minute lang nicht.',
    en: 'Zammad restarts itself afterwards and does not answer for up to a minute.',
  },
  change: {
    de: 'Vorhandene Werte des Feldes bleiben. Hat ein Mensch das Feld angelegt, bleibt es auch bei „uninstall“ stehen.',
    en: 'Values that the field has stay. If a person made the field, `uninstall` leaves it in place as well.',
  },
  delete: {
    de: 'Die Stufen aller Tickets gehen damit verloren. Zammad startet sich selbst neu.',
    en: 'The tiers of all tickets are lost with it. Zammad restarts itself.',
  },
};

/** The ticket attribute that holds the tier. */
export function tierField(parts: SetupParts, request: SetupRequest | null): ManagedObject {
  const { attributes, config, context } = parts;
  const tiers = request?.tiers ?? TIERS;
  const name = config.tierField;
  const rows = (signal: AbortSignal) => attributes.list(signal);
  const isIt = (row: AttributeRow): boolean => row.object === 'Ticket' && row.name === name;

  return {
    about: { key: `field:${name}`, kind: 'field', title: { de: `Ticketfeld „${name}“`, en: `ticket field “${name}”` } },
    wanted: request && { tiers, state: 'in use' },
    remarks: REMARKS,
    async read(signal) {
      const row = (await rows(signal)).find(isIt);
      return row ? standingOf(row, tiers, context.connection) : null;
    },
    async write(_standing, signal) {
      const all = await rows(signal);
      const row = all.find(isIt);
      refuseForeignChanges(all, row, context.connection);
      if (!row) await attributes.create(newAttribute(name, tiers, context.connection), signal);
      else if (!row.to_create) await attributes.update(row.id, withTiers(row, tiers), signal);
      const restarts = !row || row.to_create === true;
      await runMigrations(parts, restarts, async () => isInUse((await rows(signal)).find(isIt)), signal);
    },
    async remove(_standing, signal) {
      const all = await rows(signal);
      const row = all.find(isIt);
      refuseForeignChanges(all, row, context.connection);
      if (row && !row.to_delete) await attributes.remove(row.id, signal);
      await runMigrations(parts, true, async () => !(await rows(signal)).some(isIt), signal);
    },
  };
}

function standingOf(row: AttributeRow, tiers: readonly string[], connection: string): Standing {
  return {
    remoteId: row.id,
    shows: factsOf(row, tiers, connection),
    isOurs: hasSetupMark(row.data_option.note, connection),
    isUnfinished: row.to_create === true,
  };
}

function factsOf(row: AttributeRow, tiers: readonly string[], connection: string): ObjectFacts {
  // a text takes every value
  const isText = row.data_type === 'input';
  if (!isText && !CHOICES.has(row.data_type)) {
    throw new ConfigError(`connections.${connection}.tierField`, {
      de: `Das Ticketfeld „${row.name}“ ist vom Typ ${row.data_type}: Es muss eine Auswahl oder ein Text sein.`,
      en: `The ticket field “${row.name}” is of type ${row.data_type}: it must be a selection or a text.`,
    });
  }
  const offered = offeredValues(row.data_option.options);
  const shown = isText ? tiers : tiers.filter((tier) => offered.has(tier));
  return { tiers: shown, state: stateOf(row) };
}

function stateOf(row: AttributeRow): string {
  if (row.to_delete) return 'to be deleted';
  if (row.to_create) return 'not yet in the database';
  if (row.to_config) return 'change not yet carried out';
  return row.active === false ? 'switched off' : 'in use';
}

const isInUse = (row: AttributeRow | undefined): boolean => row !== undefined && !isPending(row);

const isPending = (row: AttributeRow): boolean =>
  [row.to_create, row.to_migrate, row.to_delete, row.to_config].some((flag) => flag === true);

/** Zammad carries out every waiting change at once: those of others are not ours to start. */
function refuseForeignChanges(all: readonly AttributeRow[], own: AttributeRow | undefined, connection: string): void {
  const others = all.filter((row) => row !== own && isPending(row)).map((row) => `${row.object}.${row.name}`);
  if (others.length === 0) return;
  throw new ValidationRefused(
    `${connection}: other changes wait in Zammad's object manager (${others.join(', ')}); carry them out or discard them first`,
  );
}

function newAttribute(name: string, tiers: readonly string[], connection: string): Record<string, unknown> {
  const options = Object.fromEntries(tiers.map((tier) => [tier, tier]));
  // Zammad's own place for a remark on an attribute
  const note = `Support tier, kept by Stellwerk [${setupMark(connection)}]`;
  return {
    object: 'Ticket',
    name,
    display: 'Support tier',
    data_type: 'select',
    data_option: { options, default: '', nulloption: true, null: true, maxlength: 255, note },
    active: true,
    position: 900,
    screens: { create_middle: SHOWN, edit: SHOWN },
  };
}

/** Zammad wants the whole attribute back: what is left out counts as changed. */
function withTiers(row: AttributeRow, tiers: readonly string[]): Record<string, unknown> {
  const { object, name, display, data_type, position, screens } = row;
  const options = CHOICES.has(data_type) ? { options: withValues(row.data_option.options, tiers) } : {};
  return {
    object,
    name,
    display,
    data_type,
    data_option: { ...row.data_option, ...options },
    active: true,
    position,
    screens,
  };
}
