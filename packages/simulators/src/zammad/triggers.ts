import type { Random } from '../shared/random.ts';
import type { WebhookRules } from '../shared/retry-rules.ts';
import { hmacSha1Hex } from '../shared/signatures.ts';
import type { OutgoingWebhook, WebhookSender } from '../shared/webhooks.ts';
import type { TicketRun } from './changes.ts';
import { compileCondition } from './conditions.ts';
import type { AdminRecord, Json } from './model.ts';
import type { ZammadStore } from './state.ts';
import { hasHappened } from './tickets.ts';
import { webhookBody } from './webhook-body.ts';

/** Five attempts, at 0, 10, 31, 62 and 102 s as measured; redirects and every status but 2xx fail. One worker, so order
 * is kept until something fails. */
export const ZAMMAD_WEBHOOK_RULES: WebhookRules = {
  timeoutMs: 30_000,
  retries: (['any_status', 'timeout', 'network'] as const).map((when) => ({
    when,
    waitsMs: [10_000, 21_000, 31_000, 40_000],
  })),
};

/** Runs the triggers over what a request did, and queues the webhooks they call. */
export type FireTriggers = (run: TicketRun) => void;

/** Binds triggers to a sender. Triggers run in the order of their names. */
export function createTriggers(store: ZammadStore, sender: WebhookSender, random: Random): FireTriggers {
  return (run) => {
    if (run.action === 'update' && !hasHappened(run)) return;
    const active = store.triggers.all().filter((trigger) => trigger.active !== false && matches(store, trigger, run));
    for (const trigger of active.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1))) {
      const webhookId = Number(((trigger.perform as Json)['notification.webhook'] as Json | undefined)?.webhook_id);
      if (!store.webhooks.get(webhookId)) continue;
      const delivery = random.uuid();
      sender.enqueue({ render: () => render(store, run, { trigger: String(trigger.name), delivery, webhookId }) });
    }
  };
}

function matches(store: ZammadStore, trigger: AdminRecord, run: TicketRun): boolean {
  const condition = trigger.condition as Json;
  const action = (condition['ticket.action'] as Json | undefined)?.value;
  if (trigger.activator === 'time' || (action !== undefined && action !== run.action)) return false;
  if (!compileCondition(store, condition)(store.tickets.need(run.ticketId))) return false;
  // 5.2 has no modes and fires always
  if (run.action === 'create' || (trigger.execution_condition_mode ?? 'always') === 'always') return true;

  // selective: something the condition names must have changed, or an article have been added
  const named = Object.keys(condition).map((name) => name.replace(/^ticket\./, ''));
  return run.articleId !== null || named.some((name) => run.changed.has(name));
}

interface Call {
  readonly trigger: string;
  readonly delivery: string;
  readonly webhookId: number;
}

/** Renders what is true at this attempt; only the delivery id stays the same over retries. */
function render(store: ZammadStore, run: TicketRun, call: Call): OutgoingWebhook | null {
  const webhook = store.webhooks.get(call.webhookId);
  const ticket = store.tickets.get(run.ticketId);
  if (!webhook || webhook.active === false || !ticket) return null;

  const article = run.articleId === null ? undefined : store.articles.get(run.articleId);
  const body = webhookBody(store, ticket, article);
  const secret = String(webhook.signature_token ?? '');
  return {
    url: String(webhook.endpoint),
    body,
    headers: {
      'User-Agent': 'Zammad User Agent',
      'Content-Type': 'application/json; charset=utf-8',
      // raw UTF-8 on the wire: fetch takes bytes as latin-1 text
      'X-Zammad-Trigger': Buffer.from(call.trigger, 'utf8').toString('latin1'),
      'X-Zammad-Delivery': call.delivery,
      ...(secret === '' ? {} : { 'X-Hub-Signature': `sha1=${hmacSha1Hex(secret, body)}` }),
    },
  };
}
