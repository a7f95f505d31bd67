// Writes the JSON Schemas of what people write: the policy file and the event file. `node tools/run.mjs tools/schema.ts`
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PolicyInput, TicketEventInput } from '@stellwerk/core';
import { z } from 'zod';

const folder = new URL('../docs/schema/', import.meta.url);

/** File name → text of every schema in `docs/schema`. */
export function schemaFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['policy.schema.json', text('Stellwerk policy', PolicyInput, 'inline')],
    ['event.schema.json', text('Stellwerk ticket event, one line of an event file', TicketEventInput, 'ref')],
  ]);
}

function text(title: string, schema: z.ZodType, reused: 'inline' | 'ref'): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', reused });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}

if (import.meta.main) {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of schemaFiles()) {
    writeFileSync(new URL(name, folder), content);
    console.log(fileURLToPath(new URL(name, folder)));
  }
}
