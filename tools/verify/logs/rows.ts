import type { FieldValue, StatusClass, TicketEvent, Tier } from '@stellwerk/core';

/** How a case stood after one row of its log, taken from the stored events. */
export interface LogRow {
  readonly at: number;
  readonly status: { readonly class: StatusClass; readonly raw: string };
  readonly priority: string | null;
  readonly team: string | null;
  readonly tier: Tier | null;
  readonly owner: string | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** A case: its rows in order, and when it was opened. */
export interface LogCase {
  readonly openedAt: number;
  readonly rows: readonly LogRow[];
}

/** The rows of a case from its stored story: events of one row share the first two parts of their key. */
export function caseOf(events: readonly TicketEvent[]): LogCase {
  const born = events.find(({ type }) => type === 'created');
  const byRow = Map.groupBy(events, ({ key }) => key.split(':', 2).join(':'));
  const groups = [...byRow.values()].map((group) => ({
    group,
    at: Math.max(...group.map(({ at }) => at)),
    seq: group[0]?.seq ?? 0,
  }));
  groups.sort((a, b) => a.at - b.at || a.seq - b.seq);
  let row: LogRow = {
    at: 0,
    status: { class: 'unknown', raw: '' },
    priority: null,
    team: null,
    tier: null,
    owner: null,
    fields: {},
  };
  const rows = groups.map(({ group, at }) => {
    row = { ...group.reduce(after, row), at };
    return row;
  });
  return { openedAt: born?.at ?? rows[0]?.at ?? 0, rows };
}

function after(row: LogRow, event: TicketEvent): LogRow {
  switch (event.type) {
    case 'created': {
      const { status, priority, group, tier, assignee, fields } = event;
      return { ...row, status, priority: priority.raw, team: group, tier, owner: assignee, fields };
    }
    case 'status_changed':
      return { ...row, status: event.to };
    case 'priority_changed':
      return { ...row, priority: event.to.raw };
    case 'group_changed':
      return { ...row, team: event.to };
    case 'tier_changed':
      return { ...row, tier: event.to };
    case 'assignee_changed':
      return { ...row, owner: event.to };
    case 'field_changed':
      return { ...row, fields: { ...row.fields, [event.field]: event.to } };
    default:
      return row;
  }
}
