import type { Store } from '@stellwerk/ports';
import { sql } from 'kysely';
import { createChange, type StoreContext, type WorkListener } from './context.ts';
import { guard } from './guard.ts';
import { migrate } from './migrations/migrate.ts';
import { createAdminStore } from './queries/admin.ts';
import { createChangeStore } from './queries/changes.ts';
import { createConnectionStore } from './queries/connections.ts';
import { createDeliveryStore } from './queries/deliveries.ts';
import { createEffectStore } from './queries/effects.ts';
import { createPersonStore } from './queries/erase.ts';
import { createLaneInput } from './queries/lane-input.ts';
import { createLaneStore } from './queries/lanes.ts';
import { createSecretStore } from './queries/secrets.ts';
import { createTimerStore } from './queries/timers.ts';

/** Puts the sub-stores together over one database. `afterMigrate` runs once the tables are there. */
export function createStore(
  parts: Omit<StoreContext, 'change'>,
  afterMigrate: () => Promise<void> = async () => {},
): Store {
  const { clock } = parts;
  const db = guard(parts.db);
  const listeners: WorkListener[] = [];
  const context: StoreContext = { ...parts, db, change: createChange(db, listeners) };
  const input = createLaneInput();
  return {
    dialect: db.dialect,
    deliveries: createDeliveryStore(context, input),
    lanes: createLaneStore(context, input),
    timers: createTimerStore(context, input),
    effects: createEffectStore(context, input),
    connections: createConnectionStore(context),
    secrets: createSecretStore(context),
    persons: createPersonStore(context),
    admin: createAdminStore(context, input),
    changes: createChangeStore(context),
    migrate: async () => {
      const names = await migrate(db, clock.now());
      await afterMigrate();
      return names;
    },
    onWork: (listener) => void listeners.push(listener),
    ping: async () => void (await sql`select 1`.execute(db.reader)),
    close: () => db.close(),
  };
}
