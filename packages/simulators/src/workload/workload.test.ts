import { describe, expect, it } from 'vitest';
import type { SimulatedDesk } from '../desk.ts';
import { createGithubSimulator } from '../github/simulator.ts';
import { createHubspotSimulator } from '../hubspot/simulator.ts';
import { createZammadSimulator } from '../zammad/simulator.ts';
import { createZendeskSimulator } from '../zendesk/simulator.ts';
import { berlinHour, berlinWeekday } from './berlin.ts';
import { createWorkload, type Workload, type WorkloadRange } from './workload.ts';

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 8, 1);
const token = 'token';

interface World {
  readonly desks: readonly SimulatedDesk[];
  readonly work: Workload;
  play(range: WorkloadRange): void;
}

function world(seed = 1): World {
  let now = FROM;
  const options = { now: () => now, token };
  const desks = [createZendeskSimulator(options), createZammadSimulator(options), createHubspotSimulator(options)];
  const work = createWorkload({ desks, seed });
  return {
    desks,
    work,
    play(range) {
      for (const step of work.historyUntil(range)) {
        if (step.at < now) throw new Error('a step lies in the past');
        now = step.at;
        step.run();
      }
    },
  };
}

const all = ({ desks }: World) => desks.flatMap((desk) => desk.tickets());
const summary = (one: World) => all(one).map(({ id, status, group, messages }) => [id, status, group, messages.length]);

describe('two weeks in three helpdesks', () => {
  const one = world();
  one.play({ from: FROM, to: FROM + 14 * DAY, maxTickets: 1_500 });
  const tickets = all(one);

  it('keeps to its bound and uses every desk', () => {
    expect(tickets.length).toBeGreaterThan(700);
    expect(tickets.length).toBeLessThanOrEqual(1_500);
    for (const desk of one.desks) expect(desk.tickets().length).toBeGreaterThan(100);
  });

  it('is busy in office hours and quiet at weekends', () => {
    const office = tickets.filter(({ createdAt }) => berlinHour(createdAt) >= 8 && berlinHour(createdAt) < 18);
    const weekend = tickets.filter(({ createdAt }) => berlinWeekday(createdAt) > 4);

    // 85 % and 5 % in the log
    expect(office.length / tickets.length).toBeGreaterThan(0.75);
    expect(weekend.length / tickets.length).toBeLessThan(0.1);
  });

  it('has bugs tagged, replies by bots and rules, merged and solved tickets, in both languages', () => {
    const kinds = new Set(tickets.flatMap(({ messages }) => messages.map(({ author }) => author.kind)));
    const openings = tickets.map(({ messages }) => messages[0]?.body ?? '');

    expect(tickets.filter(({ tags }) => tags.includes('bug')).length).toBeGreaterThan(40);
    expect([...kinds].sort()).toEqual(['agent', 'automation', 'bot', 'requester']);
    expect(tickets.some(({ mergedInto }) => mergedInto !== null)).toBe(true);
    expect(tickets.filter(({ status }) => status === 'solved' || status === 'closed').length).toBeGreaterThan(300);
    expect(openings.some((text) => text.includes('Fehlermeldung'))).toBe(true);
    expect(openings.some((text) => text.includes('stack trace'))).toBe(true);
  });

  it('moves tickets between the groups of their helpdesk', () => {
    const groups = new Set(one.desks[0]?.tickets().map(({ group }) => group));

    expect([...groups].sort()).toEqual(['Engineering Liaison', 'Support L1', 'Support L2']);
  });
});

it('does the same for the same seed and else for another', () => {
  const range = { from: FROM, to: FROM + 3 * DAY };
  const [first, second, other] = [world(5), world(5), world(6)];
  for (const each of [first, second, other]) each.play(range);

  expect(summary(first)).toEqual(summary(second));
  expect(summary(first)).not.toEqual(summary(other));
});

it('goes on with open tickets in the next range', () => {
  const one = world();
  one.play({ from: FROM, to: FROM + 2 * DAY });
  const before = all(one).filter(({ status }) => status === 'new' || status === 'open').length;
  one.play({ from: FROM + 2 * DAY, to: FROM + 9 * DAY, maxTickets: 0 });
  const after = all(one).filter(({ status }) => status === 'new' || status === 'open').length;

  expect(before).toBeGreaterThan(10);
  expect(after).toBeLessThan(before / 2);
});

it('leaves alone what somebody else has closed', () => {
  const one = world();
  one.play({ from: FROM, to: FROM + DAY });
  const [zendesk] = one.desks;
  const open = (zendesk?.tickets() ?? []).filter(({ status }) => status !== 'closed');
  for (const { id } of open) zendesk?.setStatus(id, { kind: 'automation' }, 'closed');
  const before = open.map(({ id }) => zendesk?.ticket(id)?.messages.length);

  one.play({ from: FROM + DAY, to: FROM + 5 * DAY, maxTickets: 0 });

  expect(before.length).toBeGreaterThan(10);
  expect(open.map(({ id }) => zendesk?.ticket(id)?.messages.length)).toEqual(before);
});

it('makes 90 days with about 6,000 tickets in less than ten seconds', () => {
  const one = world();
  const started = performance.now();
  one.play({ from: FROM, to: FROM + 90 * DAY, maxTickets: 6_300 });

  expect(performance.now() - started).toBeLessThan(10_000);
  expect(all(one).length).toBeGreaterThan(5_500);
  expect(all(one).length).toBeLessThanOrEqual(6_300);
});

it('lets developers close most issues within some weeks', () => {
  let now = FROM;
  const options = { now: () => now, token };
  const github = createGithubSimulator({ ...options, owner: 'acme', repo: 'product' });
  const desks = [createZendeskSimulator(options)];
  for (let at = 0; at < 20; at += 1) github.openIssue({ title: `bug ${at}` }, 'stellwerk-bot');

  const work = createWorkload({ desks, github, seed: 1, ticketsPerDay: 1 });
  for (const step of work.historyUntil({ from: FROM, to: FROM + 21 * DAY })) {
    now = step.at;
    step.run();
  }

  const ours = github.issues().filter((issue) => issue.creator === 'stellwerk-bot');
  expect(ours.filter((issue) => issue.state === 'closed').length).toBeGreaterThan(15);
  expect(new Set(ours.map((issue) => issue.stateReason)).size).toBeGreaterThan(1);
});
