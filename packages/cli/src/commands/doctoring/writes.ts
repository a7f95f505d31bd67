import { revertedChanges } from '@stellwerk/runtime';
import type { Check, Finding } from './finding.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Of at least so many writes, so large a share put back by people: the rule is not what the desk wants. */
const ENOUGH = 5;
const REVERTED_SHARE = 0.2;
const BUDGET_SHARE = 0.8;

/** Whether writes arrive, stay, and keep within their budget; and whether they answer each other. */
export const writes: Check = async ({ store, config, now }) => {
  const { effects_dead: dead = 0 } = await store.admin.counts();
  const { changes, reverted } = await revertedChanges(store, now - 7 * DAY_MS);
  const max = config.policy.input.guards.maxWritesPerHour;
  const lastHour = (await store.changes.list({ since: now - HOUR_MS, limit: max })).length;
  return [
    ...(dead > 0 ? [deadEffects(dead)] : []),
    ...(changes >= ENOUGH && reverted / changes > REVERTED_SHARE ? [putBack(changes, reverted)] : []),
    ...(lastHour >= max * BUDGET_SHARE ? [nearBudget(lastHour, max)] : []),
  ];
};

function deadEffects(count: number): Finding {
  return {
    group: 'writes',
    code: 'writes.dead',
    severity: 'problem',
    connection: null,
    text: {
      de: `${count} Schreibvorgänge hat der Anbieter abgelehnt.`,
      en: `${count} writes were refused by the provider.`,
    },
    fix: {
      de: 'stellwerk deadletters nennt Grund und Ticket; danach stellwerk replay',
      en: 'stellwerk deadletters names reason and ticket; then stellwerk replay',
    },
  };
}

function putBack(changes: number, reverted: number): Finding {
  const percent = Math.round((100 * reverted) / changes);
  return {
    group: 'writes',
    code: 'writes.reverted',
    severity: 'warning',
    connection: null,
    text: {
      de: `Menschen haben ${percent} % der ${changes} Änderungen der letzten 7 Tage geändert.`,
      en: `People have changed ${percent} % of the ${changes} changes of the last 7 days.`,
    },
    fix: {
      de: 'stellwerk changes zeigt, welche Regel; sie auf mode: propose stellen oder stellwerk undo --rule',
      en: 'stellwerk changes shows which rule; put it on mode: propose, or stellwerk undo --rule',
    },
  };
}

function nearBudget(count: number, max: number): Finding {
  return {
    group: 'writes',
    code: 'writes.budget',
    severity: 'warning',
    connection: null,
    text: {
      de: `${count} Änderungen in der letzten Stunde, erlaubt sind ${max}.`,
      en: `${count} changes in the last hour, ${max} are allowed.`,
    },
    fix: {
      de: 'Was darüber ist, wartet. guards.maxWritesPerHour anheben, wenn das gewollt ist.',
      en: 'What is over it waits. Raise guards.maxWritesPerHour if that is meant.',
    },
  };
}

/** Tickets on which another bot answers ours. */
export const loop: Check = async ({ store, now }) => {
  const fuses = (await store.admin.audits(1_000)).filter(
    ({ action, at }) => action === 'lane.loop_fuse' && now - at < 7 * DAY_MS,
  );
  return fuses.map(({ target, detail }) => ({
    group: 'loop',
    code: 'loop.fuse',
    severity: 'problem',
    connection: target.split(':')[0] ?? null,
    text: { de: `${target} ruht: ${detail ?? ''}`, en: `${target} is paused: ${detail ?? ''}` },
    fix: {
      de: 'Den anderen Bot oder Auslöser finden, der auf unsere Änderungen antwortet.',
      en: 'Find the other bot or trigger that answers our changes.',
    },
  }));
};
