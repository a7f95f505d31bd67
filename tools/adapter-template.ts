// Writes the files of `stellwerk adapter new` that are those of the example. `node tools/run.mjs tools/adapter-template.ts`
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const example = new URL('../examples/custom-adapter/', import.meta.url);
const folder = new URL('../packages/cli/templates/adapter/', import.meta.url);
const SHARED = ['adapter.ts', 'desk.ts', 'conformance.test.ts', 'stellwerk.yaml'];

/** Name of the template → its text: the example's file as it stands. */
export function templateFiles(): ReadonlyMap<string, string> {
  return new Map(SHARED.map((name) => [`${name}.txt`, readFileSync(new URL(name, example), 'utf8')]));
}

if (import.meta.main) {
  for (const [name, content] of templateFiles()) {
    writeFileSync(new URL(name, folder), content);
    console.log(fileURLToPath(new URL(name, folder)));
  }
}
