/** The world's time, injected. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Runs `task` once `delayMs` of this clock have passed; the returned function withdraws it. */
  after(delayMs: number, task: () => void): () => void;
}
