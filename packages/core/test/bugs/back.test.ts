import { describe, expect, it } from 'vitest';
import {
  type Effect,
  type EventBody,
  fixedNotTold,
  type ImpactShare,
  impactText,
  renderReason,
} from '../../src/index.ts';
import { run } from '../support/run.ts';
import { at, policyOf, Story } from '../support/story.ts';

const issue = { tracker: 'gh', issue: 'acme/product#7' };
const closed: EventBody = { type: 'issue_state_changed', issue, to: 'closed', reason: 'completed' };
const reopened: EventBody = { type: 'issue_state_changed', issue, to: 'open', reason: null };
const released: EventBody = { type: 'issue_released', issue, by: 'milestone', name: '2.4' };
const labelled = (label: string, present = true): EventBody => ({ type: 'issue_labelled', issue, label, present });
const linked = (how: 'created' | 'similar' | 'chosen' = 'created'): EventBody => ({
  type: 'issue_linked',
  issue,
  effectKey: 'k',
  how,
  ...(how === 'similar' ? { score: 0.82, threshold: 0.75 } : {}),
});

const trackerPolicy = (tracker: Record<string, unknown> = {}, language = 'de') =>
  policyOf({
    locale: { language },
    trackers: { gh: { kind: 'github', repository: 'acme/product', ...tracker } },
  });
const born = (how: 'created' | 'similar' | 'chosen' = 'created') =>
  new Story().created('2026-12-02 09:00', { group: 'L1' }).add('2026-12-02 09:10', 'self', linked(how));

function back(bodies: readonly EventBody[], tracker: Record<string, unknown> = {}, language = 'de') {
  const story = born().status('2026-12-02 09:20', 'agent', 'waiting_dev');
  bodies.forEach((body, n) => {
    story.add(`2026-12-02 10:${String(n).padStart(2, '0')}`, 'unknown', body);
  });
  return run(trackerPolicy(tracker, language), story.events, '2026-12-02 12:00');
}
const shown = (effects: readonly Effect[]) =>
  effects
    .filter(({ rule }) => rule === 'tracker')
    .map(
      ({ write, mode }) =>
        `${mode} ${write.kind} ${'text' in write ? write.text.split('\n').at(-1) : 'status' in write ? write.status : ''}`,
    );

describe('a label', () => {
  const causes = { 'cause: config': 'Konfiguration' };

  it('that names a cause is told and kept until it is taken off', () => {
    const { effects, state } = back([labelled('cause: config')], { causes });

    expect(shown(effects)).toEqual(['auto add_note Ursache des Fehlers in Issue acme/product#7: Konfiguration.']);
    expect(state.facts.issues[issue.issue]?.cause).toBe('Konfiguration');
    const off = back([labelled('cause: config'), labelled('cause: config', false)], { causes });
    expect(off.state.facts.issues[issue.issue]?.cause).toBeNull();
  });

  it('counts also where the tracker’s whole second lies before the link', () => {
    const story = new Story()
      .created('2026-12-02 09:00')
      .add('2026-12-02 09:10', 'unknown', labelled('cause: config'))
      .add(at('2026-12-02 09:10') + 700, 'self', linked('similar'));

    const { state, effects } = run(trackerPolicy({ causes }), story.events, '2026-12-02 12:00');

    expect(state.facts.issues[issue.issue]?.cause).toBe('Konfiguration');
    expect(effects.filter(({ write }) => write.kind === 'impact_comment')).toHaveLength(1);
  });

  it('of another kind is no news, and a cause may be kept quiet', () => {
    expect(shown(back([labelled('bug')], { causes }).effects)).toEqual([]);
    const quiet = back([labelled('cause: config')], { causes, syncBack: { cause: 'ignore' } });
    expect(shown(quiet.effects)).toEqual([]);
    expect(quiet.decisions.map(({ reason }) => reason.code)).toContain('issue.cause');
  });

  it('may say that the fix is out, in whatever case', () => {
    const { effects } = back([closed, labelled('Released')], { releasedLabel: 'released' });

    expect(shown(effects)).toEqual([
      'auto add_note Issue acme/product#7 wurde geschlossen (erledigt). Bitte den Kunden informieren.',
      'auto add_note Die Behebung von Issue acme/product#7 ist ausgeliefert (label: Released). Bitte den Kunden informieren.',
      'propose public_notice Ihr Support',
    ]);
  });
});

describe('closed and released', () => {
  it('are two events with a note each; the customer’s notice is only proposed, by the second', () => {
    const { effects } = back([closed, released]);

    expect(shown(effects).map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      'auto add_note',
      'auto add_note',
      'propose public_notice',
    ]);
    const notice = effects.find(({ write }) => write.kind === 'public_notice');
    expect(notice?.at).toBe(at('2026-12-02 10:01'));
    expect(notice?.write.kind === 'public_notice' && notice.write.text).toContain(
      'den Sie uns in Anfrage 1001 gemeldet',
    );
  });

  it('are told once, whatever else says so', () => {
    const again: EventBody = { ...released, by: 'release', name: 'v2.4' } as EventBody;

    const { effects } = back([closed, released, again, labelled('out')], { releasedLabel: 'out' });

    expect(effects.filter(({ write }) => write.kind === 'public_notice')).toHaveLength(1);
  });

  it('speak in the policy’s words to the customer', () => {
    const { effects } = back([released], { fixedNotice: { de: 'Anfrage {ticket} ist behoben.' } });

    expect(shown(effects).at(-1)).toBe('propose public_notice Anfrage 1001 ist behoben.');
  });

  it('set the status that the policy names, where the ticket is open', () => {
    const syncBack = { status: { closed: 'open', reopened: 'waiting_dev', released: 'waiting_requester' } };

    expect(
      shown(back([closed, reopened, released], { syncBack }).effects).filter((text) => text.includes('set_')),
    ).toEqual(['auto set_status open', 'auto set_status waiting_requester']);
  });

  it('may be drafted at closing already, but not where the bug was given up', () => {
    const syncBack = { done: 'draft_reply' };
    const given: EventBody = { ...closed, reason: 'not_planned' } as EventBody;

    expect(shown(back([closed], { syncBack }).effects).at(-1)).toBe('propose public_notice Ihr Support');
    expect(shown(back([given], { syncBack }).effects)).toHaveLength(1);
  });
});

describe('fixed, customer not told', () => {
  const queue = (story: Story) =>
    fixedNotTold(run(trackerPolicy(), story.events, '2026-12-02 16:00').state).map(({ issue: of }) => of);
  const fixed = () => born().add('2026-12-02 10:00', 'unknown', closed);

  it('holds a ticket from the fix on, solved or not', () => {
    expect(queue(born())).toEqual([]);
    expect(queue(fixed())).toEqual(['acme/product#7']);
    expect(queue(fixed().status('2026-12-02 11:00', 'agent', 'solved'))).toEqual(['acme/product#7']);
  });

  it('lets it go once an agent has written to the customer since, not by a note and not by a message from before', () => {
    const early = born().message('2026-12-02 09:30', 'agent').add('2026-12-02 10:00', 'unknown', closed);
    expect(queue(early)).toEqual(['acme/product#7']);
    expect(queue(fixed().message('2026-12-02 11:00', 'agent', { internal: true }))).toEqual(['acme/product#7']);
    expect(queue(fixed().message('2026-12-02 11:00', 'agent', { autoReply: true }))).toEqual(['acme/product#7']);
    expect(queue(fixed().message('2026-12-02 11:00', 'agent'))).toEqual([]);
  });

  it('takes it again when the fix is out after that, and lets it go with the accepted notice', () => {
    const story = fixed().message('2026-12-02 11:00', 'agent').add('2026-12-02 12:00', 'unknown', released);
    expect(queue(story)).toEqual(['acme/product#7']);

    const notice = run(trackerPolicy(), story.events, '2026-12-02 13:00').effects.find(
      ({ write }) => write.kind === 'public_notice',
    );
    story.add('2026-12-02 14:00', 'self', { type: 'proposal_accepted', effectKey: notice?.key ?? '' });
    expect(queue(story)).toEqual([]);
  });

  it('does not hold what was given up, opened again, or is a duplicate', () => {
    const of = (body: EventBody) => queue(born().add('2026-12-02 10:00', 'unknown', body));

    expect(of({ ...closed, reason: 'not_planned' } as EventBody)).toEqual([]);
    expect(of({ ...closed, reason: 'duplicate' } as EventBody)).toEqual([]);
    expect(queue(fixed().add('2026-12-02 11:00', 'unknown', reopened))).toEqual([]);
  });
});

describe('the impact comment', () => {
  const wanted = (story: Story, tracker = {}) =>
    run(trackerPolicy(tracker), story.events, '2026-12-02 16:00').effects.filter(
      ({ write }) => write.kind === 'impact_comment',
    );

  it('is not wanted by the ticket that the issue was made for, until something of it changes', () => {
    expect(wanted(born())).toEqual([]);
    const solved = wanted(born().status('2026-12-02 11:00', 'agent', 'solved'));
    expect(solved).toMatchObject([
      { mode: 'auto', connection: 'gh', coalesceKey: 'desk:ticket:1/impact/acme/product#7' },
    ]);
  });

  it('is wanted by every ticket that comes to an issue later, and again only with a change', () => {
    const story = born('similar').message('2026-12-02 10:00', 'agent').priority('2026-12-02 10:10', 'P1');

    expect(wanted(story)).toHaveLength(1);
    expect(wanted(story.status('2026-12-02 11:00', 'agent', 'solved'))).toHaveLength(2);
    expect(new Set(wanted(story).map(({ key }) => key)).size).toBe(2);
  });

  it('is not wanted of a closed issue, nor where the policy wants none', () => {
    const late = born().add('2026-12-02 10:00', 'unknown', closed).status('2026-12-02 11:00', 'agent', 'solved');
    expect(wanted(late)).toEqual([]);
    expect(wanted(born('chosen'), { impact: false })).toEqual([]);
  });

  it('counts tickets, customers and plans and names nobody', () => {
    const share = (customer: string | null, plan: string, day: string, open = true): ImpactShare => ({
      customer,
      plan,
      createdAt: Date.parse(`${day}T10:00:00Z`),
      open,
    });
    const shares = [
      share('org-a', 'enterprise', '2026-11-20'),
      share('org-a', 'enterprise', '2026-11-22', false),
      share('org-b', 'basic', '2026-11-18'),
      share(null, 'basic', '2026-11-25'),
      share(null, 'basic', '2026-11-25'),
    ];

    expect(impactText(shares, 'de')).toBe(
      '**Betroffen**\n\n| | |\n|---|---|\n| Tickets | 5 (offen: 4) |\n| Kunden | 4 |\n| Vertragsstufen | basic 3, enterprise 2 |\n| Ältestes Ticket seit | 2026-11-18 |',
    );
    expect(impactText(shares, 'en')).toContain('| Oldest ticket since | 2026-11-18 |');
  });
});

describe('the past of an older issue', () => {
  const policy = policyOf({
    escalations: [{ id: 'bug', when: { tag: 'bug' }, do: [{ issue: 'gh' }] }],
    trackers: { gh: { kind: 'github', repository: 'acme/product' } },
  });
  const past = (story: Story) =>
    story.add('2026-11-20 09:00', 'unknown', closed).add('2026-11-21 09:00', 'unknown', reopened);

  it('does not undo what was wanted before the ticket came to it, nor tells anything', () => {
    const story = past(new Story().created('2026-12-02 09:00', { tags: ['bug'] })).add(
      '2026-12-02 09:10',
      'self',
      linked('similar'),
    );
    const { effects } = run(policy, story.events, '2026-12-02 12:00');

    const said = effects.filter(({ writeClass }) => writeClass === 'issues' || writeClass === 'notes');
    expect(said.map(({ write }) => write.kind)).toEqual(['create_issue', 'impact_comment']);
  });

  it('is none of the queue while the ticket is not linked', () => {
    const story = new Story().created('2026-12-02 09:00').add('2026-12-02 10:00', 'unknown', closed);

    expect(fixedNotTold(run(policy, story.events, '2026-12-02 12:00').state)).toEqual([]);
  });
});

describe('how a ticket came to its issue', () => {
  const held: EventBody = {
    type: 'issue_held',
    tracker: 'gh',
    effectKey: 'k',
    because: ['redaction', 'similar'],
    masked: '1 × Name',
    candidate: 'acme/product#3',
    score: 0.6,
    fingerprint: 'f',
  };

  it('by likeness is explained with both figures', () => {
    const { decisions } = run(trackerPolicy(), born('similar').events, '2026-12-02 12:00');
    const reason = decisions.map((each) => each.reason).find(({ code }) => code === 'issue.linked_similar');

    expect(reason && renderReason(reason, { language: 'de' })).toBe(
      'Mit Issue acme/product#7 verknüpft statt ein neues anzulegen: Ähnlichkeit 82 %, verknüpft wird ab 75 %.',
    );
  });

  it('held back for a likeness, a link to the other one is proposed beside it', () => {
    const story = new Story().created('2026-12-02 09:00').add('2026-12-02 09:10', 'self', held);
    const { effects, decisions } = run(trackerPolicy(), story.events, '2026-12-02 12:00');

    expect(effects.filter(({ write }) => write.kind === 'link_issue')).toMatchObject([
      { mode: 'propose', connection: 'gh', write: { issue: { tracker: 'gh', issue: 'acme/product#3' } } },
    ]);
    expect(decisions.map(({ reason }) => reason.code)).toEqual(
      expect.arrayContaining(['issue.masked', 'issue.similar']),
    );
  });

  it('held back for a hit alone, nothing else is proposed', () => {
    const only = { ...held, because: ['redaction'], candidate: null, score: null } as EventBody;
    const story = new Story().created('2026-12-02 09:00').add('2026-12-02 09:10', 'self', only);

    expect(
      run(trackerPolicy(), story.events, '2026-12-02 12:00').effects.filter(({ rule }) => rule === 'issue'),
    ).toEqual([]);
  });
});
