import type { LaneClaim } from '@stellwerk/ports';
import type { Connections } from './connections.ts';

/** Keeps one helpdesk from taking all the slots: one that hangs must not hold up the others. */
export interface LaneShares {
  /** Claims a lane by `claim`, which leaves out the connection it is given, where one has its share already. */
  claim(claim: (except: string | null) => Promise<LaneClaim | null>): Promise<LaneClaim | null>;
  /** A claimed lane of this connection is let go. */
  done(connection: string): void;
}

/** Half of the slots are a connection's share while there is another one; a single one may have them all. */
export function createLaneShares(connections: Connections, laneWidth: number): LaneShares {
  const working = new Map<string, number>();
  const share = Math.max(1, Math.floor(laneWidth / 2));
  let last: Promise<unknown> = Promise.resolve();

  const full = (): string | null => [...working].find(([, lanes]) => lanes >= share)?.[0] ?? null;
  const counted = async (claim: Parameters<LaneShares['claim']>[0]): Promise<LaneClaim | null> => {
    const claimed = await claim(full());
    if (claimed) working.set(claimed.lane.connection, (working.get(claimed.lane.connection) ?? 0) + 1);
    return claimed;
  };

  return {
    claim(claim) {
      const helpdesks = [...connections.values()].filter(({ kind }) => kind === 'helpdesk').length;
      if (helpdesks < 2) return claim(null);
      // one after the other: each must see what the one before took
      const mine = last.then(() => counted(claim));
      last = mine.catch(() => {});
      return mine;
    },
    done(connection) {
      const lanes = working.get(connection);
      if (lanes !== undefined) working.set(connection, Math.max(0, lanes - 1));
    },
  };
}
