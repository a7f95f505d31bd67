import { githubAdapter } from '@stellwerk/adapter-github';
import { hubspotAdapter } from '@stellwerk/adapter-hubspot';
import { zammadAdapter } from '@stellwerk/adapter-zammad';
import { zendeskAdapter } from '@stellwerk/adapter-zendesk';
import { nearest } from '@stellwerk/core';
import { ConfigError, type HelpdeskAdapterFactory, type IssueTrackerFactory } from '@stellwerk/ports';

/** Every kind of connection that this build knows. */
const HELPDESKS: Readonly<Record<string, HelpdeskAdapterFactory>> = {
  zendesk: zendeskAdapter,
  zammad: zammadAdapter,
  hubspot: hubspotAdapter,
};
const TRACKERS: Readonly<Record<string, IssueTrackerFactory>> = { github: githubAdapter };

/** A way to make the adapters of one kind. */
export type KnownFactory =
  | { readonly kind: 'helpdesk'; readonly factory: HelpdeskAdapterFactory }
  | { readonly kind: 'tracker'; readonly factory: IssueTrackerFactory };

/** Adapters beside the built-in ones, by kind: what `examples/custom-adapter` passes in. */
export type MoreAdapters = Readonly<Record<string, HelpdeskAdapterFactory>>;

/** The factory of a kind. Throws ConfigError with the nearest known kind. */
export function factoryOf(kind: string, path: string, more: MoreAdapters = {}): KnownFactory {
  const helpdesk = more[kind] ?? HELPDESKS[kind];
  if (helpdesk) return { kind: 'helpdesk', factory: helpdesk };
  const tracker = TRACKERS[kind];
  if (tracker) return { kind: 'tracker', factory: tracker };

  const known = [...Object.keys(HELPDESKS), ...Object.keys(TRACKERS), ...Object.keys(more)];
  const meant = nearest(kind, known);
  throw new ConfigError(path, {
    de: `es gibt keinen Adapter „${kind}“; ${meant ? `gemeint ist wohl ${meant}` : `bekannt: ${known.join(', ')}`}`,
    en: `there is no adapter “${kind}”; ${meant ? `did you mean ${meant}?` : `known: ${known.join(', ')}`}`,
  });
}
