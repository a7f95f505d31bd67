import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../src/index.ts';
import { changed } from './policy/example.ts';
import { clock, run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

describe('an SLA with a first day', () => {
  const policy = policyOf({
    sla: { effectiveFrom: '2026-12-03', targets: { basic: { first_reply: ['1h', '4h', '8h', '1bd'] } } },
  });

  it('promises from midnight of the desk’s own zone on, that instant included', () => {
    const midnight = at('2026-12-03 00:00');

    expect(run(policy, new Story().created(midnight - 1).events, '2026-12-03 08:00').state.clocks).toEqual([]);
    expect(
      clock(run(policy, new Story().created(midnight).events, '2026-12-03 08:00').state, 'first_reply#1').dueAt,
    ).toBe(at('2026-12-03 13:00'));
  });

  it('is refused with its path where the zone is unknown', () => {
    const policyOfNoZone = {
      ...changed('locale', { timezone: 'Europe/Berlinn' }),
      sla: { effectiveFrom: '2026-12-03' },
    };
    const parsed = parsePolicy(policyOfNoZone, 'test');

    expect(parsed.ok ? [] : parsed.issues).toEqual([
      expect.objectContaining({
        path: ['locale', 'timezone'],
        text: {
          de: 'Zeitzone `Europe/Berlinn` ist unbekannt; erwartet wird ein IANA-Name wie Europe/Berlin',
          en: 'time zone `Europe/Berlinn` is unknown; expected an IANA name such as Europe/Berlin',
        },
      }),
    ]);
  });
});

describe('a hand-over’s own span', () => {
  it('wins over the tier’s, and only on that way into the tier', () => {
    const policy = policyOf({
      sla: { targets: {} },
      tierEdges: { 'T1->T2': { sla: { accept: '30min' } } },
      ola: { T2: { accept: ['1h', '2h', '4h', '8h'] } },
    });
    const way = (from: string): Story =>
      new Story()
        .created('2026-12-02 09:00', { group: from })
        .add('2026-12-02 10:00', 'agent', { type: 'group_changed', from, to: 'L2' });

    expect(clock(run(policy, way('L1').events, '2026-12-02 10:10').state, 'accept@1').targetText).toBe('30min');
    expect(clock(run(policy, way('Dev').events, '2026-12-02 10:10').state, 'accept@1').targetText).toBe('2h');
  });
});
