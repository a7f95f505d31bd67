import { expect, it } from 'vitest';
import type { Proof } from '../../tools/proof-kit.ts';
import { proof as echo } from './echo.proof.ts';
import { proof as forged } from './forged.proof.ts';
import { proof as hotLane } from './hot-lane.proof.ts';
import { proof as kill } from './kill.proof.ts';
import { proof as order } from './order.proof.ts';
import { proof as past } from './past.proof.ts';
import { proof as postgres } from './postgres.proof.ts';
import { proof as recorded } from './recorded.proof.ts';

/** `npm run proof` runs them in full. */
const PROOFS: readonly Proof[] = [recorded, forged, echo, order, past, hotLane, kill, postgres];

it.each(PROOFS.map((proof) => [proof.name, proof] as const))('%s', async (_name, proof) => {
  const { rows } = await proof.run({ full: false });

  expect(rows.filter(({ ok }) => !ok)).toEqual([]);
  expect(rows.length).toBeGreaterThan(0);
});
