import type { Effect, Engine, TicketEvent } from '@stellwerk/core';
import { inStoryOrder } from '@stellwerk/core';
import type { Installation } from '../../../packages/cli/src/compose.ts';

/** The installation with rules gone wrong: a note for every message that is not our own. The rules of the product cannot do this. */
export function answeringBot(installation: Installation): Installation {
  return { ...installation, runtime: { ...installation.runtime, engine: answering(installation.runtime.engine) } };
}

function answering(real: Engine): Engine {
  return {
    policyVersion: real.policyVersion,
    async decide(input) {
      const decided = await real.decide(input);
      const story = inStoryOrder(await input.history());
      const answers = story.filter(({ type, actor }) => type === 'message' && actor.kind !== 'self');
      return { ...decided, effects: answers.map((event) => answerTo(event, input.lane.connection)), refolded: false };
    },
  };
}

function answerTo({ key, at }: TicketEvent, connection: string): Effect {
  return {
    key: `answer:${key}`,
    connection,
    writeClass: 'notes',
    write: { kind: 'add_note', text: `answer to ${key}` },
    at,
    mode: 'auto',
    coalesceKey: null,
    rule: 'answer',
    reason: { code: 'answer', rule: 'answer', facts: {} },
  };
}
