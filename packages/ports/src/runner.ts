/** Wakes handlers. A wake-up is a hint: handlers drain what is ready and find nothing when called too often. */
export interface Runner {
  /** Some lane has work. */
  wakeLanes(): void;
  /** An effect of this connection may be due. */
  wakeDelivery(connection: string): void;
  /** Calls the timer handler at (or shortly after) this instant, epoch ms. */
  wakeTimersAt(instant: number): void;
  /** Runs `task` every `everyMs`, on one process at a time. */
  every(name: string, everyMs: number, task: () => Promise<void>): void;
  /** Begins to call the handlers. */
  start(handlers: RunnerHandlers): Promise<void>;
  /** Ends within 10 s: takes no new work, lets running handlers finish. */
  stop(): Promise<void>;
}

export interface RunnerHandlers {
  /** Takes lanes until none is ready. */
  readonly lanes: () => Promise<void>;
  /** Sends effects of the connection until none is due. */
  readonly delivery: (connection: string) => Promise<void>;
  /** Turns due timers into events; returns the next due instant, or null. */
  readonly timers: () => Promise<number | null>;
}
