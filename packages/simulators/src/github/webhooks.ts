import type { Random } from '../shared/random.ts';
import type { WebhookRules } from '../shared/retry-rules.ts';
import { hmacSha256Hex } from '../shared/signatures.ts';
import { noWait } from '../shared/wait.ts';
import { createWebhookSender, type OutgoingWebhook, type WebhookSender } from '../shared/webhooks.ts';
import type { GithubDeliveryRecord, GithubHookRecord } from './model.ts';
import { commentJson, hookJson, issueJson, type Json, type Links, labelJson, repoJson, userJson } from './shapes.ts';
import type { GithubOccurrence, GithubState } from './state.ts';

/** GitHub waits 10 s and never tries again by itself (docs.github.com, "Handling failed webhook deliveries"). */
const RULES: WebhookRules = { timeoutMs: 10_000, retries: [] };

export interface GithubWebhooks {
  readonly sender: WebhookSender;
  /** Registers a hook and sends it the `ping`. */
  add(hook: Omit<GithubHookRecord, 'id' | 'createdAt'>): GithubHookRecord;
  /** Sends a delivery again under its own GUID, as a person would ask for. */
  redeliver(delivery: GithubDeliveryRecord): void;
  /** Writes down how the deliveries sent so far ended. */
  settle(): void;
}

export interface GithubWebhooksOptions {
  readonly state: GithubState;
  readonly random: Random;
  readonly links: () => Links;
}

export function createGithubWebhooks({ state, random, links }: GithubWebhooksOptions): GithubWebhooks {
  const sender = createWebhookSender({ rules: RULES, random, now: state.now, wait: noWait });
  const outcomes = trackOutcomes(sender);

  const send = (
    hook: GithubHookRecord,
    input: Pick<GithubDeliveryRecord, 'guid' | 'event' | 'action' | 'body' | 'redelivery'>,
  ): void => {
    const delivery = { ...input, id: state.nextId(), hookId: hook.id, deliveredAt: state.now(), status: null };
    state.deliveries.push(delivery);
    sender.enqueue({
      render: () => {
        if (!state.hooks.has(hook.id)) return null;
        outcomes.started(delivery);
        return outgoing(state, hook, delivery);
      },
    });
  };

  const announce = (occurrence: GithubOccurrence): void => {
    const { event, action } = occurrence;
    for (const hook of state.hooks.values()) {
      if (!hook.active || !(hook.events.includes(event) || hook.events.includes('*'))) continue;
      const body = JSON.stringify(payload(state, occurrence, links()));
      send(hook, { guid: random.uuid(), event, action, body, redelivery: false });
    }
  };
  state.emit = announce;

  return {
    sender,
    settle: outcomes.settle,
    add(input) {
      const hook: GithubHookRecord = { ...input, id: state.nextId(), createdAt: state.now() };
      state.hooks.set(hook.id, hook);
      const ping = {
        zen: 'Design for failure.',
        hook_id: hook.id,
        hook: hookJson(state, hook, links()),
        repository: repoJson(state, links()),
        sender: userJson(state.self, links()),
      };
      send(hook, { guid: random.uuid(), event: 'ping', action: null, body: JSON.stringify(ping), redelivery: false });
      return hook;
    },
    redeliver(delivery) {
      const hook = state.hooks.get(delivery.hookId);
      if (hook) send(hook, { ...delivery, redelivery: true });
    },
  };
}

/** Deliveries leave one after another and are tried once, so what the sender counted since the start tells the outcome. */
function trackOutcomes(sender: WebhookSender): { started(delivery: GithubDeliveryRecord): void; settle(): void } {
  let open: { readonly delivery: GithubDeliveryRecord; readonly delivered: number; readonly failed: number } | null =
    null;
  const settle = (): void => {
    if (open === null) return;
    if (sender.counts.delivered > open.delivered) open.delivery.status = 200;
    else if (sender.counts.failed > open.failed) open.delivery.status = 502;
    else return;
    open = null;
  };
  return {
    settle,
    started(delivery) {
      settle();
      open = { delivery, delivered: sender.counts.delivered, failed: sender.counts.failed };
    },
  };
}

function payload(
  state: GithubState,
  { action, actor, issue, comment, label, changes }: GithubOccurrence,
  links: Links,
): Json {
  return {
    action,
    ...(issue ? { issue: issueJson(state, issue, links) } : {}),
    ...(comment ? { comment: commentJson(state, comment, links) } : {}),
    ...(label ? { label: labelJson(state, label.name, links) } : {}),
    ...(changes ? { changes } : {}),
    repository: repoJson(state, links),
    sender: userJson(actor, links),
  };
}

function outgoing(state: GithubState, hook: GithubHookRecord, delivery: GithubDeliveryRecord): OutgoingWebhook {
  // Without `content_type: json` GitHub sends a form, and signs that.
  const json = hook.contentType === 'json';
  const body = json ? delivery.body : new URLSearchParams({ payload: delivery.body }).toString();
  const signature: Record<string, string> =
    hook.secret === null ? {} : { 'X-Hub-Signature-256': `sha256=${hmacSha256Hex(hook.secret, body)}` };
  return {
    url: hook.url,
    body,
    headers: {
      'Content-Type': json ? 'application/json' : 'application/x-www-form-urlencoded',
      'User-Agent': 'GitHub-Hookshot/5e1f0d2',
      'X-GitHub-Event': delivery.event,
      'X-GitHub-Delivery': delivery.guid,
      'X-GitHub-Hook-ID': String(hook.id),
      'X-GitHub-Hook-Installation-Target-Type': 'repository',
      'X-GitHub-Hook-Installation-Target-ID': String(state.repoId),
      ...signature,
    },
  };
}
