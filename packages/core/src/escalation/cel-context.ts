import { currentTier } from '../decide/state.ts';
import type { Step } from '../decide/step.ts';
import type { CelContext } from '../policy/cel.ts';
import { bounces } from '../tiering/change-tier.ts';

/** The ticket as CEL conditions see it. */
export function celContext(step: Step): CelContext {
  const { facts } = step.state;
  return {
    ticket: {
      id: step.ticket.ticketId,
      number: facts.number,
      status: facts.status,
      priority: facts.priority,
      plan: facts.plan,
      tier: currentTier(step.state) ?? '',
      group: facts.group ?? '',
      category: String(facts.fields.category ?? ''),
      language: facts.language ?? '',
      channel: facts.channel,
      tags: facts.tags,
      patterns: facts.patterns,
      fields: Object.fromEntries(Object.entries(facts.fields).map(([name, value]) => [name, String(value ?? '')])),
      textLength: BigInt(facts.textLength),
      agentReplies: BigInt(facts.agentReplies),
      customerReplies: BigInt(facts.customerReplies),
      reopens: BigInt(facts.reopens),
      bounces: BigInt(bounces(step)),
      ageMinutes: BigInt(Math.max(0, Math.floor((step.at - facts.createdAt) / 60_000))),
    },
  };
}
