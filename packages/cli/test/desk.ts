import { createZammadSimulator, type ZammadSimulator } from '@stellwerk/simulators';
import { type Bench, createBench } from './bench.ts';
import { SECRETS, zammadPolicy } from './policy.ts';

/** An installation beside a simulated Zammad, its secrets set by the command line. */
export interface DeskBench extends Bench {
  readonly zammad: ZammadSimulator;
  /** A customer's id, whose name and address stand nowhere else. */
  readonly customer: string;
  /** A ticket by that customer, in a group that belongs to no tier. */
  ticket(input?: { readonly tags?: readonly string[] }): string;
  stop(): Promise<void>;
}

/** Name and address of the customer. */
const ERIKA = { name: 'Erika Musterfrau', email: 'erika.musterfrau@example.test' };

/** Starts the simulator, by its own clock where one is given, and makes the installation. */
export async function startDesk(now: () => number = Date.now): Promise<DeskBench> {
  const zammad = createZammadSimulator({ now, seed: 7, token: SECRETS['zammad-token'] });
  await zammad.listen();
  const bench = createBench(zammadPolicy(zammad.url));
  for (const [name, value] of Object.entries(SECRETS)) await bench.stellwerk(['secret', 'set', name], { input: value });
  const { id: requesterId } = zammad.addCustomer(ERIKA);
  return {
    ...bench,
    zammad,
    customer: requesterId,
    ticket: ({ tags = [] } = {}) =>
      zammad.createTicket({
        requesterId,
        subject: 'Speichern geht nicht',
        body: 'Seit heute früh kommt ein Fehler.',
        priority: 'P1',
        channel: 'email',
        group: 'Users',
        tags,
      }),
    stop: async () => {
      await zammad.stop();
      bench.remove();
    },
  };
}
