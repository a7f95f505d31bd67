/**
 * What a text column may hold of a person.
 * `none`: nothing. `pseudonym`: text or JSON that may name a person by pseudonym, replaced when the person is erased.
 * `text`: written for or by people, may also name them plainly. `sealed`: encrypted, removed with its row.
 */
export type ColumnClass = 'none' | 'pseudonym' | 'text' | 'sealed';

/** Every text column of the schema. A test compares this list with the real tables: a new column must be classified. */
export const TEXT_COLUMNS = {
  lane: {
    key: 'none',
    connection: 'none',
    ticket_id: 'none',
    paused_reason: 'text',
    claimed_by: 'none',
    claimed_before: 'none',
  },
  delivery: {
    connection: 'none',
    delivery_key: 'none',
    headers: 'none',
    body_sha256: 'none',
    body_key: 'none',
    state: 'none',
  },
  event: { kind: 'none', event_key: 'none', payload: 'pseudonym', state: 'none', last_error: 'text' },
  ticket: {
    state: 'pseudonym',
    number: 'none',
    status: 'none',
    priority: 'none',
    plan: 'none',
    tier: 'none',
    group_name: 'none',
  },
  timer: { key: 'none' },
  effect: {
    connection: 'none',
    effect_key: 'none',
    coalesce_key: 'none',
    effect: 'text',
    marker: 'none',
    state: 'none',
    token: 'none',
    remote_ref: 'none',
    error: 'text',
  },
  effect_attempt: { outcome: 'none', error: 'text' },
  own_write: { connection: 'none', remote_ref: 'none' },
  issue_link: { tracker: 'none', issue: 'none' },
  decision: { decision_key: 'none', cause: 'none', reason: 'pseudonym', policy_version: 'none' },
  connection: { name: 'none', kind: 'none', public_id: 'none', status: 'none', paused_reason: 'text' },
  write_switch: { connection: 'none', write_class: 'none' },
  sync_cursor: { connection: 'none', stream: 'none', cursor: 'none' },
  secret: { name: 'none', key_id: 'none', sealed: 'sealed' },
  person: { pseudonym: 'sealed', key_id: 'none', sealed: 'sealed', digest: 'sealed' },
  erasure: { subject_hash: 'none' },
  audit: { actor: 'text', action: 'none', target: 'pseudonym', detail: 'text' },
  policy_version: { version: 'none', source: 'none' },
  api_token: { hash: 'none', name: 'none' },
  worker: { id: 'none' },
  meta: { name: 'none', value: 'none' },
  migration: { name: 'none' },
  change: {
    connection: 'none',
    kind: 'none',
    change_key: 'none',
    action: 'none',
    write_class: 'none',
    rule: 'none',
    before_facts: 'text',
    after_facts: 'text',
    remote_ref: 'none',
    plan_id: 'none',
  },
  change_plan: { id: 'none', content: 'text', state: 'none', created_by: 'text' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ColumnClass>>>>;

/** Table and column of everything that may name a person. */
export function personalColumns(): readonly { readonly table: string; readonly column: string }[] {
  return Object.entries(TEXT_COLUMNS).flatMap(([table, columns]) =>
    Object.entries(columns)
      .filter(([, kind]) => kind === 'pseudonym' || kind === 'text')
      .map(([column]) => ({ table, column })),
  );
}
