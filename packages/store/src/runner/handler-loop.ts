/** Calls one handler at a time; calls that come meanwhile become one more. Errors go to `onError` and end nothing. */
export function createHandlerLoop(handler: () => Promise<void>, onError: (error: unknown) => void) {
  let again = false;
  let running: Promise<void> | null = null;

  async function loop(): Promise<void> {
    while (again) {
      again = false;
      try {
        await handler();
      } catch (error) {
        onError(error);
      }
    }
    running = null;
  }

  return {
    wake(): void {
      again = true;
      running ??= Promise.resolve().then(loop);
    },
    /** Resolves when the handler has come to rest. */
    async idle(): Promise<void> {
      while (running) await running;
    },
  };
}
