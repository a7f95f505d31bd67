import type { SourceFile } from './repository.ts';
import { codeOnly } from './source-text.ts';

const setAside = /\b(?:it|test|describe|bench|suite)(?:\s*\.\s*\w+)*?\s*\.\s*(only|skip|skipIf|runIf|todo|fails)\b/g;
const oldStyle = /\b(xit|xtest|xdescribe|fit|fdescribe)\s*\(/g;

/** Tests that are set aside or that set others aside: `it.skip`, `describe.only`, `it.todo`, … */
export function testProblems(file: SourceFile): readonly string[] {
  return matches(codeOnly(file.text), [setAside, oldStyle]).map(({ text, line }) => `${file.path}:${line}: ${text}`);
}

/**
 * Places of a text that name a package registry or a folder of somebody's machine. `registryHost` is the registry this
 * machine uses, when it is known.
 */
export function machineProblems(file: SourceFile, registryHost?: string): readonly string[] {
  const patterns = [
    /\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b/gi,
    /(?<![\w.~/-])\/(?:home|Users|root|work|workspace)\/[\w.-]+/g,
    /\b[A-Z]:\\Users\\\w+/g,
    /\.\.\/shared\/(?:data|design|facts|fixtures|hooks|product|reliability|seeds|specs|style-guide|toolchain)\b/g,
    ...(registryHost ? [new RegExp(RegExp.escape(registryHost), 'g')] : []),
  ];
  return matches(file.text, patterns).map(({ text, line }) => `${file.path}:${line}: ${text}`);
}

function matches(text: string, patterns: readonly RegExp[]): readonly { text: string; line: number }[] {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      text: match[0],
      line: text.slice(0, match.index).split('\n').length,
    })),
  );
}
