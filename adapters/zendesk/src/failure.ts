import { errorFromStatus, type FailedAnswer } from '@stellwerk/adapter-kit';
import type { StellwerkError } from '@stellwerk/core';
import { z } from 'zod';

/** 422 says per field what is wrong (developer.zendesk.com, "Errors"). */
const Refusal = z.object({
  details: z.record(z.string(), z.array(z.object({ description: z.string() }))),
});

const LONGEST_DETAIL = 200;

/** Turns a failed answer into one of the errors in `ports`. */
export function failureOf(answer: FailedAnswer, data: unknown): StellwerkError {
  return errorFromStatus({ ...answer, detail: answer.status === 422 ? refusalText(data) : null });
}

/** Zendesk's own words on what it refuses: names of fields and rules, never the text of a ticket. */
function refusalText(data: unknown): string | null {
  const parsed = Refusal.safeParse(data);
  if (!parsed.success) return null;
  const texts = Object.values(parsed.data.details).flatMap((list) => list.map(({ description }) => description));
  return texts.join('; ').slice(0, LONGEST_DETAIL) || null;
}
