/** What the suite needs of a simulated helpdesk. The simulators of this repository fit as they are. */

export type DeskActor =
  | { readonly kind: 'requester' }
  | { readonly kind: 'agent'; readonly id: string }
  | { readonly kind: 'bot' }
  | { readonly kind: 'automation' };

export type DeskPriority = 'P1' | 'P2' | 'P3' | 'P4';
export type DeskStatus = 'new' | 'open' | 'waiting_requester' | 'waiting_third_party' | 'solved' | 'closed';

/** A fault of the next matching request. `commit: 'after'`: the request takes effect before it fails. */
export interface DeskFault {
  readonly on: RegExp;
  readonly kind: 'status' | 'timeout' | 'reset' | 'truncated' | 'html' | 'empty' | 'error_in_200';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly commit?: 'before' | 'after';
  readonly times?: number;
}

/** A ticket as it stands at the provider, read past the adapter. */
export interface DeskTicket {
  readonly id: string;
  readonly status: DeskStatus;
  readonly priority: DeskPriority;
  readonly group: string;
  readonly assigneeId: string | null;
  readonly tags: readonly string[];
  readonly tier: string | null;
  readonly messages: readonly { readonly id: string; readonly public: boolean; readonly body: string }[];
}

export interface ConformanceDesk {
  readonly url: string;
  listen(): Promise<string>;
  stop(): Promise<void>;
  inject(fault: DeskFault): void;
  clearFaults(): void;
  setWebhook(target: { readonly url: string; readonly secret: string } | null): void;
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly at: number;
  }[];

  addOrganisation(input: { readonly name: string; readonly plan: string }): { readonly id: string };
  addCustomer(input: { readonly name: string; readonly email: string; readonly organisationId?: string }): {
    readonly id: string;
  };
  addAgent(input: { readonly name: string; readonly email: string; readonly groups: readonly string[] }): {
    readonly id: string;
  };
  createTicket(input: {
    readonly requesterId: string;
    readonly subject: string;
    readonly body: string;
    readonly priority: DeskPriority;
    readonly channel: 'email' | 'web' | 'phone' | 'chat';
    readonly group: string;
    readonly tags?: readonly string[];
  }): string;
  message(ticketId: string, by: DeskActor, body: string, options?: { readonly public?: boolean }): string;
  assign(ticketId: string, by: DeskActor, to: { readonly group?: string; readonly agentId?: string | null }): void;
  setStatus(ticketId: string, by: DeskActor, status: DeskStatus): void;
  setPriority(ticketId: string, by: DeskActor, priority: DeskPriority): void;
  setTier(ticketId: string, by: DeskActor, tier: string): void;
  addTag(ticketId: string, by: DeskActor, tag: string): void;
  removeTag(ticketId: string, by: DeskActor, tag: string): void;
  merge(sourceId: string, by: DeskActor, targetId: string): void;
  ticket(ticketId: string): DeskTicket | undefined;
}
