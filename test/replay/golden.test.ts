import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { instant } from './golden-history.ts';
import { GoldenTicket, outcomeOf, policyOf, simulated } from './golden-ticket.ts';

const folder = new URL('golden/', import.meta.url);
const tickets = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => [name, GoldenTicket.parse(parse(readFileSync(new URL(name, folder), 'utf8')))] as const);

describe('golden tickets', () => {
  it('are at least sixty, each with a title of its own', () => {
    expect(tickets.length).toBeGreaterThanOrEqual(60);
    expect(new Set(tickets.map(([, { title }]) => title)).size).toBe(tickets.length);
  });

  it.each(tickets)('%s', (_, golden) => {
    expect(outcomeOf(golden)).toEqual(golden.expect);
  });
});

describe('what holds for every story', () => {
  it.each(tickets)('%s arrives in any order and twice, and decides the same', (_, golden) => {
    const [forward] = simulated(golden);
    const [mixed] = simulated(golden, (events) => [...events, ...events].reverse());

    expect(mixed).toEqual(forward);
  });

  it.each(tickets)('%s has tier spans without gap or overlap from its first tier on', (_, golden) => {
    const [ticket] = simulated(golden);
    const spans = ticket?.spans ?? [];

    for (const [index, span] of spans.entries()) expect(span.to).toBe(spans[index + 1]?.from ?? null);
    expect(spans[0]?.from).toBe(ticket?.summary.createdAt);
  });

  it.each(tickets)('%s has clocks whose segments follow each other and add up', (_, golden) => {
    const { calendars, input } = policyOf(golden);
    const until = instant(golden.until);
    const restarts = JSON.stringify(input.sla.onChange).includes('restart');
    for (const clock of simulated(golden)[0]?.clocks ?? []) {
      for (const [index, segment] of clock.segments.entries()) {
        if (index > 0) expect(segment.from).toBe(clock.segments[index - 1]?.to);
      }
      const used = clock.segments
        .filter(({ counting }) => counting)
        .reduce((sum, { from, to, calendar }) => sum + (calendars.get(calendar)?.between(from, to ?? until) ?? 0), 0);
      if (!restarts) expect(used).toBe(clock.usedMs);
      if (clock.state === 'paused') expect(clock.dueAt).toBeNull();
      if (clock.endedAt !== null) expect(clock.segments.at(-1)?.to).toBe(clock.endedAt);
      if (clock.state === 'met') expect(clock.usedMs).toBeLessThanOrEqual(clock.targetMs);
      if (clock.state === 'breached') expect(clock.usedMs).toBeGreaterThan(clock.targetMs);
    }
  });

  it.each(tickets)('%s: what a clock ended with stays, however much time passes', (_, golden) => {
    const ended = (until: string): readonly unknown[] =>
      (simulated({ ...golden, until })[0]?.clocks ?? []).filter(({ endedAt }) => endedAt !== null);

    expect(ended('2027-03-31 12:00')).toEqual(ended(golden.until));
  });

  it.each(tickets)('%s: a later look wants all that an earlier one wanted', (_, golden) => {
    const keys = (until: string): readonly string[] =>
      (simulated({ ...golden, until })[0]?.effects ?? []).map(({ key }) => key);

    expect(keys('2027-03-31 12:00')).toEqual(expect.arrayContaining([...keys(golden.until)]));
  });
});
