import type {
  Actor,
  AdminRecord,
  Json,
  Stamped,
  ZammadArticle,
  ZammadGroup,
  ZammadLink,
  ZammadOrganization,
  ZammadPriority,
  ZammadState,
  ZammadTicket,
  ZammadUser,
} from './model.ts';

/** One table: records by id, ids counted up from 1 as in a real database. */
export class Table<T extends { readonly id: number }> {
  readonly rows = new Map<number, T>();
  #last = 0;

  /** The id the next record gets. */
  nextId(): number {
    this.#last += 1;
    return this.#last;
  }

  add(row: T): T {
    this.rows.set(row.id, row);
    this.#last = Math.max(this.#last, row.id);
    return row;
  }

  get(id: number): T | undefined {
    return this.rows.get(id);
  }

  /** A record that is known to be there. */
  need(id: number): T {
    const row = this.rows.get(id);
    if (!row) throw new Error(`the simulated Zammad refers to missing record ${id}`);
    return row;
  }

  all(): T[] {
    return [...this.rows.values()];
  }

  find(test: (row: T) => boolean): T | undefined {
    for (const row of this.rows.values()) if (test(row)) return row;
    return undefined;
  }
}

/** Everything a Zammad installation holds. */
export class ZammadStore {
  readonly now: () => number;
  readonly users = new Table<ZammadUser>();
  readonly organizations = new Table<ZammadOrganization>();
  readonly groups = new Table<ZammadGroup>();
  readonly states = new Table<ZammadState>();
  readonly priorities = new Table<ZammadPriority>();
  readonly tickets = new Table<ZammadTicket>();
  readonly articles = new Table<ZammadArticle>();
  readonly webhooks = new Table<AdminRecord>();
  readonly triggers = new Table<AdminRecord>();
  readonly attributes = new Table<AdminRecord>();
  readonly calendars = new Table<AdminRecord>();
  readonly slas = new Table<AdminRecord>();
  readonly jobs = new Table<AdminRecord>();
  readonly links: ZammadLink[] = [];
  /** Tags by ticket, in the order they were added. */
  readonly tags = new Map<number, string[]>();
  /** Every tag name ever used, by id. */
  readonly tagNames = new Table<{ readonly id: number; readonly name: string }>();
  /** History rows by ticket as they go on the wire, oldest first. */
  readonly history = new Map<number, Json[]>();
  readonly articleIds = new Map<number, number[]>();
  /** Source ticket to target ticket. */
  readonly merged = new Map<number, number>();
  /** The user our API token belongs to. */
  serviceUserId = 0;
  botUserId = 0;
  #historyId = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** The clock's now as Zammad writes it. */
  stamp(): string {
    return new Date(this.now()).toISOString();
  }

  /** The bookkeeping of a new record. */
  stamped(id: number, userId: number): Stamped {
    const at = this.stamp();
    return { id, updated_by_id: userId, created_by_id: userId, created_at: at, updated_at: at };
  }

  nextHistoryId(): number {
    this.#historyId += 1;
    return this.#historyId;
  }

  articlesOf(ticketId: number): ZammadArticle[] {
    return (this.articleIds.get(ticketId) ?? []).map((id) => this.articles.need(id));
  }

  /** The name people see; `-` for nobody. */
  fullName(userId: number): string {
    const { firstname, lastname } = this.users.need(userId);
    return `${firstname} ${lastname}`.trim();
  }

  agentsOf(groupId: number): ZammadUser[] {
    return this.users.all().filter((user) => user.groups.has(groupId));
  }

  isAgent(userId: number): boolean {
    return this.users.need(userId).groups.size > 0;
  }

  /** A user acting by hand. */
  by(userId: number): Actor {
    return { userId };
  }
}
