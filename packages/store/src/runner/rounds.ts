import type { Clock } from '@stellwerk/ports';

export interface Round {
  readonly name: string;
  readonly everyMs: number;
  readonly task: () => Promise<void>;
}

/** Runs tasks again and again; a round that is still running is not begun a second time. */
export function createRounds(clock: Clock, run: (round: Round) => Promise<void>) {
  const rounds: Round[] = [];
  const cancels = new Map<Round, () => void>();
  const running = new Set<Promise<void>>();
  let state: 'new' | 'running' | 'stopped' = 'new';

  function plan(round: Round): void {
    if (state !== 'running') return;
    cancels.set(
      round,
      clock.after(round.everyMs, () => {
        const turn = run(round).finally(() => {
          running.delete(turn);
          plan(round);
        });
        running.add(turn);
      }),
    );
  }

  return {
    add(round: Round): void {
      rounds.push(round);
      plan(round);
    },
    start(): void {
      state = 'running';
      for (const round of rounds) plan(round);
    },
    async stop(): Promise<void> {
      state = 'stopped';
      for (const cancel of cancels.values()) cancel();
      await Promise.all(running);
    },
  };
}
