import { afterEach, expect, it } from 'vitest';
import { call, type Started, started } from './support.ts';

const TICKETS = '/crm/objects/2026-09/tickets';
let desk: Started | undefined;

afterEach(async () => {
  await desk?.hubspot.stop();
  desk = undefined;
});

it('allows so many requests in ten seconds, says how many are left, and gives no Retry-After', async () => {
  let rate = 0;
  desk = await started({ ratePerMinute: 12, rateNow: () => rate });
  const { hubspot } = desk;

  const answers = [
    await call(hubspot, 'GET', TICKETS),
    await call(hubspot, 'GET', TICKETS),
    await call(hubspot, 'GET', TICKETS),
  ];
  rate = 10_000;

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(answers.map(({ headers }) => headers.get('x-hubspot-ratelimit-remaining'))).toEqual(['1', '0', '0']);
  expect(answers[2]?.body).toMatchObject({
    errorType: 'RATE_LIMIT',
    policyName: 'TEN_SECONDLY_ROLLING',
    category: 'RATE_LIMITS',
  });
  expect(answers[2]?.headers.get('retry-after')).toBeNull();
  expect((await call(hubspot, 'GET', TICKETS)).status).toBe(200);
});

it('allows five searches a second and shows no headers on them', async () => {
  desk = await started({ ratePerMinute: 600, rateNow: () => 0 });
  const { hubspot } = desk;

  const answers = [];
  for (let at = 0; at < 6; at += 1) answers.push(await call(hubspot, 'POST', `${TICKETS}/search`, {}));

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(answers[5]?.body.policyName).toBe('SECONDLY');
  expect(answers.every(({ headers }) => headers.get('x-hubspot-ratelimit-max') === null)).toBe(true);
});
