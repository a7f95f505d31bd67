import type { RawDelivery } from '@stellwerk/ports';
import type { ConformanceDesk } from './desk.ts';

/** What the suite needs of a simulated issue tracker. */
export interface ConformanceTracker
  extends Pick<ConformanceDesk, 'url' | 'listen' | 'stop' | 'inject' | 'clearFaults' | 'setWebhook' | 'requests'> {
  /** Issues as they stand, read past the adapter. */
  issues(): readonly {
    readonly number: number;
    readonly title: string;
    readonly body: string | null;
    readonly labels: readonly string[];
    readonly comments: readonly { readonly body: string }[];
  }[];
  /** A maintainer opens an issue; returns its number. */
  openIssue(input: { readonly title: string; readonly labels?: readonly string[] }): number;
  closeIssue(number: number, reason?: 'completed' | 'not_planned'): void;
  reopenIssue(number: number): void;
  labelIssue(number: number, label: string): void;
  /** A person comments; returns the comment's id. */
  commentAs(login: string, number: number, body: string): number;
}

/** How the suite gets at one tracker. */
export interface TrackerFixture {
  readonly makeTracker: (options: { readonly now: () => number }) => ConformanceTracker;
  /** The connection's config against a listening simulator. */
  readonly config: (tracker: ConformanceTracker) => Readonly<Record<string, unknown>>;
  readonly credentialField: string;
  /** The tracker's own reference of an issue, e.g. `acme/product#12`. */
  readonly reference: (number: number) => string;
  /** A delivery about the issue as the tracker would sign it. */
  readonly signedDelivery: (input: {
    readonly issue: number;
    readonly secret: string;
    readonly at: number;
    readonly n: number;
  }) => RawDelivery;
  readonly signatureHeaders: readonly string[];
  readonly signedTime: boolean;
  /** `METHOD /path` of creating an issue, of commenting, and of reading one. */
  readonly createRequest: RegExp;
  readonly commentRequest: RegExp;
  readonly issueRequest: RegExp;
  /** Issues for reading changes: enough for several pages. Default 130. */
  readonly manyIssues?: number;
  /** Cases that cannot be run, by id, each with its reason. */
  readonly notApplicable?: Readonly<Record<string, string>>;
}
