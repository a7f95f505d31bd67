import { describe, expect, it } from 'vitest';
import type { Effect } from '../src/index.ts';
import { run } from './support/run.ts';
import { policyOf, Story } from './support/story.ts';

const BORN = '2026-12-02 09:00'; // a Wednesday

/** What a rule that fires at birth wants, without what tiering wants. */
function wanted(
  action: Record<string, unknown>,
  story = new Story().created(BORN, { group: 'L1' }),
): readonly Effect[] {
  const policy = policyOf({ escalations: [{ id: 'r', when: { channel: 'email' }, do: [action] }] });
  return run(policy, story.events, BORN).effects.filter(({ rule }) => rule === 'r');
}

describe('an action', () => {
  it.each([
    ['problem', { problem: 'open' }, { kind: 'ensure_tags', add: ['problem'], remove: [] }, 'problem'],
    ['group', { group: 'L2' }, { kind: 'assign_group', group: 'L2' }, 'assign_group:L2'],
    ['priority', { priority: 'P1' }, { kind: 'set_priority', priority: 'P1' }, 'priority:P1'],
    ['status', { status: 'open' }, { kind: 'set_status', status: 'open' }, 'status:open'],
    ['note', { note: 'Bitte prüfen.' }, { kind: 'add_note', text: 'Bitte prüfen.' }, 'note:0'],
  ])('%s asks for just that, under a key that names it', (_, action, write, name) => {
    const [effect, ...others] = wanted(action);

    expect(effect).toMatchObject({ write, key: `desk:ticket:1/r/once/${name}`, mode: 'auto' });
    expect(others).toEqual([]);
  });

  it.each([
    ['group', { group: 'L1' }],
    ['priority', { priority: 'P2' }],
    ['status', { status: 'new' }],
  ])('%s asks for nothing that stands already', (_, action) => {
    expect(wanted(action)).toEqual([]);
  });

  it('writes a note of its own words, and the reason where it is to be the internal one', () => {
    const [effect] = wanted({ note: 'internal' });

    expect(effect?.write).toMatchObject({ kind: 'add_note', text: expect.stringMatching(/\br\b/) });
    expect(effect?.write).not.toMatchObject({ text: 'internal' });
  });

  it.each([
    [{ notice: 'Wir sind dran.' }, 'notice:0'],
    [{ draft: 'customer_notice' }, 'draft:0'],
    [{ tag: 'add vip' }, 'tag:add:vip'],
  ])('%j is known by a key that never changes: by it an installation knows what it has sent', (action, name) => {
    expect(wanted(action).map(({ key }) => key)).toEqual([`desk:ticket:1/r/once/${name}`]);
  });

  it('of a rule that speaks once per ticket has a key without its cause', () => {
    const policy = policyOf({
      guards: { oncePer: ['rule'] },
      escalations: [{ id: 'r', when: { sla: 'first_reply', at: '50%' }, do: [{ note: 'x' }] }],
    });
    const { effects } = run(policy, new Story().created(BORN, { group: 'L1' }).events, '2026-12-02 11:00');

    expect(effects.at(-1)?.key).toBe('desk:ticket:1/r/once/note:0');
  });

  it('to tell people by a note, or to hand over to a partner, has its keys', () => {
    const policy = policyOf({
      tiers: {
        T1: { name: 'One', groups: { desk: ['L1'] } },
        T4: { name: 'Maker', external: true, groups: { desk: ['Partner'] } },
      },
      contacts: { lead: { notify: ['note'] } },
      notices: { T4: { en: 'On its way.', onEntry: true } },
      escalations: [{ id: 'r', when: { channel: 'email' }, do: [{ notify: ['assignee', 'lead'] }, { tier: 'T4' }] }],
    });
    const { effects } = run(policy, new Story().created(BORN).events, BORN);

    expect(effects.map(({ key, mode }) => `${key} ${mode}`)).toEqual([
      'desk:ticket:1/tiering/e:0/set_tier:T1 auto',
      'desk:ticket:1/tiering/e:0/assign_group:L1 auto',
      'desk:ticket:1/r/once/notify:assignee:note auto',
      'desk:ticket:1/r/once/notify:lead:note auto',
      'desk:ticket:1/r/e:0/set_tier:T4 auto',
      'desk:ticket:1/r/e:0/assign_group:Partner auto',
      'desk:ticket:1/r/e:0/status:waiting_third_party auto',
      'desk:ticket:1/r/e:0/hand-over auto',
      'desk:ticket:1/r/e:0/notice:T4 auto',
    ]);
  });

  it('of a group or an import is known by the event that it came with', () => {
    const keys = (options: Parameters<Story['created']>[1]) =>
      run(policyOf(), new Story().created(BORN, options).events, BORN).effects.map(({ key }) => key);

    expect(keys({ group: 'L2' })).toEqual(['desk:ticket:1/tiering/e:0/set_tier:T2']);
    expect(keys({ tier: 'T2' })).toEqual(['desk:ticket:1/tiering/e:0/assign_group:L2']);
  });

  it('comes after the move it speaks of, wherever it stands in the rule', () => {
    const policy = policyOf({
      notices: { T2: { de: 'Jetzt bei {tier}.' } },
      escalations: [
        {
          id: 'r',
          when: { channel: 'email' },
          do: [{ notice: 'customer_notice' }, { draft: 'customer_notice' }, { tier: 'T2' }],
        },
      ],
    });
    const { effects } = run(policy, new Story().created(BORN, { group: 'L1' }).events, BORN);

    expect(effects.filter(({ rule }) => rule === 'r').map(({ write, mode }) => `${write.kind} ${mode}`)).toEqual([
      'set_tier auto',
      'assign_group auto',
      'public_notice auto',
      'add_note auto',
    ]);
  });

  it('to a tier that the ticket is in already proposes nothing; to another one says where it is', () => {
    const propose = (tier: string) => {
      const policy = policyOf({
        escalations: [{ id: 'r', when: { channel: 'email' }, mode: 'propose', do: [{ tier }] }],
      });
      const { effects, decisions } = run(policy, new Story().created(BORN, { group: 'L1' }).events, BORN);
      const proposed = decisions.find(({ reason }) => reason.code === 'tier.proposed')?.reason.facts;
      return [effects.filter(({ rule }) => rule === 'r').map(({ key }) => key), proposed];
    };

    expect(propose('T1')).toEqual([[], undefined]);
    expect(propose('T2')).toEqual([['desk:ticket:1/r/once/set_tier:T2'], { from: 'T1', to: 'T2', human: false }]);
  });

  it('for an issue is asked for beside an issue of another tracker', () => {
    const policy = policyOf({
      trackers: {
        bugs: { kind: 'github', repository: 'acme/bugs' },
        docs: { kind: 'github', repository: 'acme/docs' },
      },
      escalations: [{ id: 'r', when: { tag: 'bug' }, do: [{ issue: 'bugs' }] }],
    });
    const wants = (tracker: string): number => {
      const story = new Story()
        .created(BORN, { group: 'L1' })
        .add(BORN, 'agent', { type: 'issue_linked', issue: { tracker, issue: 'acme/x#1' }, effectKey: '' })
        .add('2026-12-02 09:10', 'agent', { type: 'tags_changed', added: ['bug'], removed: [] });
      return run(policy, story.events, '2026-12-02 09:10').effects.filter(({ write }) => write.kind === 'create_issue')
        .length;
    };

    expect([wants('docs'), wants('bugs')]).toEqual([1, 0]);
  });

  it('gives two actions of one kind two keys', () => {
    const policy = policyOf({
      escalations: [{ id: 'r', when: { channel: 'email' }, do: [{ note: 'one' }, { note: 'two' }] }],
    });
    const { effects } = run(policy, new Story().created(BORN).events, BORN);

    expect(effects.filter(({ rule }) => rule === 'r').map(({ key }) => key.split('/').at(-1))).toEqual([
      'note:0',
      'note:1',
    ]);
  });
});

describe('the reason of a firing', () => {
  it('carries the clock’s due instant and target, the plan and the tier', () => {
    const policy = policyOf({
      escalations: [{ id: 'r', when: { sla: 'first_reply', at: '50%' }, do: [{ note: 'x' }] }],
    });
    const { decisions } = run(policy, new Story().created(BORN, { group: 'L1' }).events, '2026-12-02 11:00');

    const fired = decisions.find(({ reason }) => reason.code === 'escalation.fired');
    expect(fired?.reason.facts).toMatchObject({
      about: 'first_reply#1',
      dueAt: Date.UTC(2026, 11, 2, 12), // 13:00 in Berlin: 4 h for P2
      target: '4h',
      plan: 'basic',
      tier: 'T1',
      repeat: 0,
    });
  });

  it('about the ticket as such names no clock', () => {
    const policy = policyOf({ escalations: [{ id: 'r', when: { channel: 'email' }, do: [{ note: 'x' }] }] });
    const { decisions } = run(policy, new Story().created(BORN, { group: 'L1' }).events, BORN);

    const fired = decisions.find(({ reason }) => reason.code === 'escalation.fired_on_ticket');
    expect(fired?.reason.facts).toMatchObject({ about: null, dueAt: null, target: null, tier: 'T1' });
  });
});
