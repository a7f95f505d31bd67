/** How long the old processes still answer after a migration of the database. */
const GOES_AFTER_MS = 5_000;

/** The restart that Zammad 6.5 makes of itself after an attribute's column came or went. */
export interface Restart {
  /** Begins it: a moment later nothing answers for a while. */
  begin(): void;
  /** What the proxy in front says while nothing answers. */
  refuse(): Response | undefined;
}

export function createRestart(now: () => number, downMs: number): Restart {
  let goesAt = Number.POSITIVE_INFINITY;
  return {
    begin() {
      if (downMs > 0) goesAt = now() + GOES_AFTER_MS;
    },
    refuse() {
      const isDown = now() >= goesAt && now() < goesAt + downMs;
      if (!isDown) return undefined;
      const body = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';
      return new Response(body, { status: 502, headers: { 'content-type': 'text/html' } });
    },
  };
}
