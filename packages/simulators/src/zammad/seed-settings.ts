import { type AdminRecord, type Json, NOBODY } from './model.ts';
import type { Table, ZammadStore } from './state.ts';

const OPEN = { active: true, timeframes: [['09:00', '17:00']] };
const SHUT = { active: false, timeframes: [['10:00', '16:00']] };

/** A calendar, a service level and a scheduler job as an admin may have made them. */
export function seedSettings(store: ZammadStore): void {
  const calendar = add(store, store.calendars, {
    name: 'Berlin office',
    timezone: 'Europe/Berlin',
    business_hours: { mon: OPEN, tue: OPEN, wed: OPEN, thu: OPEN, fri: OPEN, sat: SHUT, sun: SHUT },
    default: true,
    ical_url: '',
    public_holidays: {
      '2026-12-25': { active: true, summary: 'Christmas Day', feed: 'a1' },
      '2026-12-26': { active: false, summary: 'Boxing Day', feed: 'a1' },
    },
    last_log: null,
  });
  add(store, store.slas, {
    calendar_id: calendar.id,
    name: 'Standard',
    first_response_time: 60,
    response_time: 120,
    update_time: null,
    solution_time: 480,
    condition: { 'ticket.priority_id': { operator: 'is', value: ['1', '2'] } },
  });
  add(store, store.jobs, { name: 'Close pending tickets', condition: {}, perform: {}, note: null, active: true });
}

function add(store: ZammadStore, table: Table<AdminRecord>, fields: Json): AdminRecord {
  const { id, ...stamps } = store.stamped(table.nextId(), NOBODY);
  return table.add({ id, ...fields, ...stamps } as AdminRecord);
}
