import { nearest } from '@stellwerk/core';
import { ConfigError, type HelpdeskAdapterFactory, type IssueTrackerFactory } from '@stellwerk/ports';

/**
 * Every kind of connection that this build knows. Loaded by kind: the providers' clients are most of a process's
 * memory, and an installation has two or three of them.
 */
const HELPDESKS: Readonly<Record<string, () => Promise<HelpdeskAdapterFactory>>> = {
  zendesk: async () => (await import('@stellwerk/adapter-zendesk')).zendeskAdapter,
  zammad: async () => (await import('@stellwerk/adapter-zammad')).zammadAdapter,
  hubspot: async () => (await import('@stellwerk/adapter-hubspot')).hubspotAdapter,
  import: async () => (await import('@stellwerk/importer')).importAdapter,
};
const TRACKERS: Readonly<Record<string, () => Promise<IssueTrackerFactory>>> = {
  github: async () => (await import('@stellwerk/adapter-github')).githubAdapter,
};

/** A way to make the adapters of one kind. */
export type KnownFactory =
  | { readonly kind: 'helpdesk'; readonly factory: HelpdeskAdapterFactory }
  | { readonly kind: 'tracker'; readonly factory: IssueTrackerFactory };

/** Adapters beside the built-in ones, by kind: what `examples/custom-adapter` passes in. */
export type MoreAdapters = Readonly<Record<string, HelpdeskAdapterFactory>>;

/** Whether this build has an adapter of its own of this kind. */
export function isKnownKind(kind: string): boolean {
  return Object.hasOwn(HELPDESKS, kind) || Object.hasOwn(TRACKERS, kind);
}

/** The factory of a kind. Throws ConfigError with the nearest known kind. */
export async function factoryOf(kind: string, path: string, more: MoreAdapters = {}): Promise<KnownFactory> {
  const helpdesk = more[kind] ?? (await HELPDESKS[kind]?.());
  if (helpdesk) return { kind: 'helpdesk', factory: helpdesk };
  const tracker = await TRACKERS[kind]?.();
  if (tracker) return { kind: 'tracker', factory: tracker };

  const known = [...Object.keys(HELPDESKS), ...Object.keys(TRACKERS), ...Object.keys(more)];
  const meant = nearest(kind, known);
  throw new ConfigError(path, {
    de: `es gibt keinen Adapter „${kind}“; ${meant ? `gemeint ist wohl ${meant}` : `bekannt: ${known.join(', ')}`}`,
    en: `there is no adapter “${kind}”; ${meant ? `did you mean ${meant}?` : `known: ${known.join(', ')}`}`,
  });
}
