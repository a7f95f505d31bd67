import { describe, expect, it } from 'vitest';
import { editPolicyFile } from './edit-policy-file.ts';

const FILE = `# Stellwerk at Acme
version: 1   # the only one there is
locale: {language: de,   form: sie}

# accounts
connections: {}
#  zammad:
#    kind: zammad

tiers:
  T1: { name: First level } # the front
  # nobody yet
  T2: { name: Second level }
`;

describe('editing a policy file', () => {
  it('leaves the text as it is without an edit', () => {
    expect(editPolicyFile(FILE, [])).toBe(FILE);
  });

  it('changes the section that is meant and nothing else, comments included', () => {
    const edited = editPolicyFile(FILE, [{ path: ['tiers', 'T2', 'groups', 'zammad'], value: ['Technik'] }]);

    const lines = FILE.split('\n');
    const changed = edited.split('\n').filter((line) => !lines.includes(line));
    expect(changed).toEqual(['  T2: { name: Second level, groups: { zammad: [Technik] } }']);
    expect(edited.split('\n').length).toBe(lines.length);
  });

  it('writes into a section that was empty, in lines of its own', () => {
    const edited = editPolicyFile(FILE, [
      { path: ['connections', 'desk'], value: { kind: 'zammad', token: 'desk-token' } },
    ]);

    expect(edited).toContain(
      '# accounts\nconnections:\n  desk:\n    kind: zammad\n    token: desk-token\n#  zammad:\n',
    );
    expect(edited).toContain('locale: {language: de,   form: sie}\n');
  });

  it('adds a section at the end, also of an empty file', () => {
    expect(editPolicyFile(FILE, [{ path: ['mapping', 'desk', 'status', 'Wartet'], value: 'waiting_requester' }])).toBe(
      `${FILE}mapping:\n  desk:\n    status:\n      Wartet: waiting_requester\n`,
    );
    expect(editPolicyFile('# nothing yet\n', [{ path: ['version'], value: 1 }])).toContain('version: 1\n');
  });
});
