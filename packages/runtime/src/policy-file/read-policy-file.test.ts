import { ConfigError } from '@stellwerk/ports';
import { describe, expect, it } from 'vitest';
import { readPolicyFile } from './read-policy-file.ts';

const file = `# comment
connections:
  acme:
    kind: zammad
    url: https://desk.example.com
tiering:
  rules:
    - id: first
      tier: T1
    - id: second
      tier: T2
`;

describe('readPolicyFile', () => {
  it('gives plain data', () => {
    const { data } = readPolicyFile(file, 'stellwerk.yaml');

    expect(data).toEqual({
      connections: { acme: { kind: 'zammad', url: 'https://desk.example.com' } },
      tiering: {
        rules: [
          { id: 'first', tier: 'T1' },
          { id: 'second', tier: 'T2' },
        ],
      },
    });
  });

  it.each([
    { path: ['connections', 'acme', 'url'], line: 5, column: 5 },
    { path: ['tiering', 'rules', 1, 'tier'], line: 11, column: 7 },
    { path: ['tiering', 'rules', 1], line: 10, column: 7 },
    { path: ['tiering'], line: 6, column: 1 },
    { path: [], line: 2, column: 1 },
  ])('finds $path at line $line, column $column', ({ path, line, column }) => {
    const { locate } = readPolicyFile(file, 'stellwerk.yaml');

    expect(locate(path)).toEqual({ line, column });
  });

  it('names the part above where a part is missing', () => {
    const { locate } = readPolicyFile(file, 'stellwerk.yaml');

    expect(locate(['connections', 'acme', 'token'])).toEqual({ line: 3, column: 3 });
    expect(locate(['tiering', 'rules', 7])).toEqual({ line: 7, column: 3 });
  });

  it('takes a file with nothing in it for an empty policy', () => {
    expect(readPolicyFile('# nothing yet\n', 'stellwerk.yaml').data).toEqual({});
  });

  it('refuses a key that stands twice, with its place', () => {
    const read = () => readPolicyFile('tiers: {}\nsla: {}\ntiers: {}\n', 'stellwerk.yaml');

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/^stellwerk\.yaml:3:1: this key stands here twice/);
  });

  it('refuses bad syntax with its place', () => {
    expect(() => readPolicyFile('tiers:\n\t- a\n', 'x.yaml')).toThrow(/^x\.yaml:2:\d+: /);
    expect(() => readPolicyFile('a: [1, 2\nb: 3\n', 'x.yaml')).toThrow(/^x\.yaml:\d+:\d+: /);
  });

  it('refuses anchors that multiply without end', () => {
    const rows = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 9; i += 1) {
      const before = String.fromCharCode(96 + i);
      const name = String.fromCharCode(97 + i);
      rows.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`);
    }

    expect(() => readPolicyFile(rows.join('\n'), 'x.yaml')).toThrow(ConfigError);
  });

  it('takes __proto__ for a name like any other', () => {
    const { data } = readPolicyFile('__proto__:\n  polluted: yes\n', 'x.yaml');

    expect(Object.keys(data as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  });
});
