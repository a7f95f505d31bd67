import { describe, expect, it } from 'vitest';
import { type Effect, type IssueWrite, type PolicyInput, parsePolicy, prepareIssue } from '../../src/index.ts';
import { run } from '../support/run.ts';
import { policyOf, Story } from '../support/story.ts';

const escalations = [{ id: 'bug', when: { tag: 'bug' }, do: [{ issue: 'gh' }] }];

function created(
  tracker: Record<string, unknown>,
  fields: Record<string, string> = {},
  language: 'de' | 'en' = 'de',
): Effect & { readonly write: IssueWrite } {
  const policy = policyOf({
    locale: { language },
    escalations,
    trackers: { gh: { kind: 'github', repository: 'acme/product', ...tracker } },
  });
  const story = new Story().created('2026-12-02 09:00', { tags: ['bug'], fields, group: 'L2' });
  const { effects } = run(policy, story.events, '2026-12-02 09:30');
  const effect = effects.find(({ write }) => write.kind === 'create_issue');
  if (effect?.write.kind !== 'create_issue') throw new Error('no issue');
  return { ...effect, write: effect.write };
}

describe('the text of an issue', () => {
  it('is the standard one with allowed fields only', () => {
    const { write, mode } = created({ allowFields: ['version'] }, { version: '2.1', secret: 'canary' });

    expect(write.title).toBe('Fehler aus dem Support #1001');
    expect(write.body).toBe(
      '| | |\n|---|---|\n| Ticket | desk 1001 |\n| Priorität | P2 |\n| Vertragsstufe | basic |\n| Stufe | T2 |\n| version | 2.1 |',
    );
    expect(mode).toBe('auto');
  });

  it('follows a template of one’s own, with labels by severity and a type', () => {
    const { write } = created(
      {
        allowFields: ['version', 'steps'],
        template: { title: '[{plan}] {version} #{ticket}', body: 'P: {priority} {tier}\n{fields}{steps}' },
        labels: ['support'],
        severity: { P2: 'major' },
        type: 'Bug',
      },
      { version: '2.1', steps: 'a | b\nc' },
      'en',
    );

    expect(write).toMatchObject({ title: '[basic] 2.1 #1001', labels: ['support', 'major'], type: 'Bug' });
    expect(write.body).toBe('P: P2 T2\n| version | 2.1 |\n| steps | a \\| b c |\na | b\nc');
  });

  it('takes no field’s value for a place of the template', () => {
    const { write } = created({ allowFields: ['version', 'message'] }, { version: '{message}{link}' });

    expect(write.body).toContain('| version | (message)(link) |');
    expect(write.body.match(/\{message\}/g)).toHaveLength(1);
  });

  it('holds no place for what the customer wrote unless allowed', () => {
    expect(created({ allowFields: ['version'] }).write.care?.fill).toEqual([]);
    expect(created({ allowFields: ['subject', 'message'] }).write).toMatchObject({
      title: 'Fehler aus dem Support {subject} #1001',
      care: { fill: ['subject', 'message'] },
    });
  });
});

describe('a hit in an allowed field', () => {
  const fields = { steps: 'Rückruf 030 1234567, karla@example.com' };

  it('is masked, and in strict mode the issue waits for a person who reads why', () => {
    const effect = created({ allowFields: ['steps'] }, fields);

    expect(effect).toMatchObject({
      mode: 'propose',
      reason: { code: 'issue.masked', facts: { masked: '1 × E-Mail, 1 × Telefon' } },
      write: { care: { hits: { email: 1, phone: 1 }, onHit: 'block' } },
    });
    expect(effect.write.body).toContain('| steps | Rückruf [Telefon], [E-Mail] |');
    expect(JSON.stringify(effect)).not.toMatch(/1234567|karla/);
  });

  it('is masked and sent where the policy only masks', () => {
    const effect = created({ allowFields: ['steps'], redact: { onHit: 'mask' } }, fields);

    expect(effect.mode).toBe('auto');
    expect(effect.write.body).toContain('[Telefon]');
  });

  it('aside, every issue waits where a preview is wanted', () => {
    expect(created({ redact: { preview: true } }).mode).toBe('propose');
  });
});

describe('an issue on its way out', () => {
  const words = { subject: 'Absturz', message: 'Grüße, Karla', names: ['Karla Kundin'] };

  it('gets what the customer wrote, masked, in a fence longer than any in it', () => {
    const { write } = created({ allowFields: ['subject', 'message'] });

    const { title, body, hits } = prepareIssue(write, { ...words, message: '````\n@all karla@x.de\n````\nKarla' });

    expect(title).toBe('Fehler aus dem Support Absturz #1001');
    expect(body).toContain('### Beschreibung\n\n`````text\n````\n@all [E-Mail]\n````\n[Name]\n`````');
    expect(hits).toEqual({ email: 1, name: 1 });
  });

  it('does not get it unless allowed, and what is not shown is no hit', () => {
    const { write } = created({ allowFields: ['version'] }, { version: '2.1' });

    const { body, hits, bug } = prepareIssue(write, words);

    expect(body).not.toMatch(/Absturz|Grüße/);
    expect(hits).toEqual({});
    expect(bug).toMatchObject({ title: 'Absturz' }); // compared here, sent nowhere
    expect(bug.body).toContain('Grüße, [Name]');
  });

  it('loses names that stand in its fields', () => {
    const { write } = created({ allowFields: ['version'] }, { version: 'wie bei Kundin, Karla' });

    expect(prepareIssue(write, words)).toMatchObject({ hits: { name: 1 } });
  });

  it('puts one line into the title and a dash where nothing is known', () => {
    const { write } = created({ allowFields: ['subject', 'message'] });

    expect(prepareIssue(write, { ...words, subject: 'a\n\nb' }).title).toBe('Fehler aus dem Support a b #1001');
    expect(prepareIssue(write, { ...words, message: null }).body).toMatch(/### Beschreibung\n\n–$/);
  });
});

describe('a policy', () => {
  const issuesOf = (tracker: Record<string, unknown>, connections: PolicyInput['connections'] = {}) => {
    const whole = { kind: 'github', repository: 'acme/product', ...tracker };
    const parsed = parsePolicy({ version: 1, connections, trackers: { gh: whole } }, 'v');
    return parsed.ok ? [] : parsed.issues.map(({ path, text }) => `${path.join('.')}: ${text.en}`);
  };
  const gh = (more: Record<string, unknown>) => ({ gh: { kind: 'github', ...more } });

  it('may name in a template what is allowed, and nothing else', () => {
    expect(issuesOf({ allowFields: ['version'], template: { body: '{version} {link}' } })).toEqual([]);
    expect(issuesOf({ allowFields: ['version'], template: { body: '{message} {versoin}' } })).toEqual([
      expect.stringMatching(/^trackers\.gh\.template\.body: there is no field in `allowFields` `message`/),
      expect.stringMatching(/did you mean `version`\?$/),
    ]);
  });

  it('opens a public repository only by its typed name, in both places', () => {
    expect(issuesOf({ visibility: 'any' }, gh({ allowPublic: 'acme/product' }))).toEqual([]);
    expect(issuesOf({ visibility: 'any' }, gh({ allowPublic: true }))).toEqual([
      'trackers.gh.visibility: a public repository is confirmed by its name typed out: connections.gh.allowPublic: acme/product',
    ]);
    expect(issuesOf({}, gh({ allowPublic: 'acme/product' }))).toEqual([
      'trackers.gh.visibility: connections.gh.allowPublic is set; expected `visibility: any` as well',
    ]);
  });

  it('asks from no higher likeness on than it links', () => {
    expect(issuesOf({ dedupe: { threshold: 0.6, propose: 0.7 } })).toEqual([
      'trackers.gh.dedupe.propose: expected at most `threshold`',
    ]);
  });
});
