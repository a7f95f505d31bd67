import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

/** Brings the tables up to this version and says which steps it took. */
export async function migrate(context: CommandContext): Promise<number> {
  const { output } = context;
  const { dialect, migrated } = await withStore(context, 'admin', async ({ store, migrated }) => ({
    dialect: store.dialect,
    migrated,
  }));
  const german = output.language === 'de';
  output.result({ dialect, migrated }, () =>
    migrated.length === 0
      ? [german ? 'Die Tabellen sind auf dem neuesten Stand.' : 'The tables are up to date.']
      : migrated.map((name) => `✓ ${name}`),
  );
  return EXIT.ok;
}
