import type { Clock, Store } from '@stellwerk/ports';

/** What a person may do with proposals. Throws a StellwerkError whose code says why not. */
export interface ProposalActions {
  accept(id: number, by: string): Promise<void>;
  dismiss(id: number, by: string): Promise<void>;
}

/** What the JSON API needs. */
export interface ApiDeps {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly proposals: ProposalActions;
}
