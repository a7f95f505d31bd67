import type { SimulatedDesk } from '../desk.ts';
import type { Random } from '../shared/random.ts';
import { ASSUMED, drawIndex } from './distributions.ts';
import type { Language } from './phrases.ts';
import type { Line } from './story.ts';

/** Groups of each helpdesk by support line. */
export const WORKLOAD_GROUPS = {
  zendesk: { 1: 'Support L1', 2: 'Support L2', 3: 'Engineering Liaison' },
  zammad: { 1: '1st Level', 2: '2nd Level', 3: 'Entwicklung' },
  hubspot: { 1: 'Support L1', 2: 'Support L2', 3: 'Engineering' },
} as const satisfies Record<SimulatedDesk['product'], Record<Line, string>>;

export interface Customer {
  readonly id: string;
  readonly language: Language;
}

/** One helpdesk with its people. */
export interface Staffed {
  readonly desk: SimulatedDesk;
  readonly agents: Readonly<Record<Line, readonly string[]>>;
  readonly customers: readonly Customer[];
}

const FIRST = ['Anna', 'Ben', 'Clara', 'David', 'Emma', 'Felix', 'Greta', 'Hannes', 'Ida', 'Jonas', 'Katrin', 'Lukas'];
const LAST = [
  'Albrecht',
  'Berger',
  'Conrad',
  'Dietrich',
  'Engel',
  'Fuchs',
  'Graf',
  'Huber',
  'Jansen',
  'Krause',
  'Lang',
];
const COMPANY = [
  'Nordlicht',
  'Alpenblick',
  'Hafenwerk',
  'Rheinmetrik',
  'Seeblick',
  'Kupferberg',
  'Lindenhof',
  'Eichwald',
];
const FORM = ['GmbH', 'AG', 'KG', 'Ltd', 'SE'];
const PLANS = ['Enterprise', 'Professional', 'Basic'] as const;
const PLAN_SHARES = [0.2, 0.35, 0.45];

/** Share of the agents on each line. */
const LINE_SHARES: Readonly<Record<Line, number>> = { 1: 0.55, 2: 0.3, 3: 0.15 };

export interface StaffOptions {
  readonly agents: number;
  readonly customers: number;
  /** Makes names and addresses of several desks differ. */
  readonly label: string;
}

/** Hires the agents and brings the customers, five to a company. */
export function staff(random: Random, desk: SimulatedDesk, { agents, customers, label }: StaffOptions): Staffed {
  const hire = (line: Line): string[] => {
    const count = Math.max(1, Math.round(agents * LINE_SHARES[line]));
    return Array.from({ length: count }, (_, at) => {
      const name = `${random.pick(FIRST)} ${random.pick(LAST)}`;
      const email = `agent-${label}-${line}-${at + 1}@support.example`;
      return desk.addAgent({ name, email, groups: [WORKLOAD_GROUPS[desk.product][line]] }).id;
    });
  };
  const staffed = { 1: hire(1), 2: hire(2), 3: hire(3) };
  return { desk, agents: staffed, customers: bring(random, desk, customers, label) };
}

function bring(random: Random, desk: SimulatedDesk, count: number, label: string): Customer[] {
  const companies = Array.from({ length: Math.max(1, Math.ceil(count / 5)) }, (_, at) => {
    const name = `${random.pick(COMPANY)} ${label}${at + 1} ${random.pick(FORM)}`;
    return desk.addOrganisation({ name, plan: PLANS[drawIndex(random, PLAN_SHARES)] ?? 'Basic' }).id;
  });
  return Array.from({ length: count }, (_, at) => {
    const name = `${random.pick(FIRST)} ${random.pick(LAST)}`;
    const organisationId = random.pick(companies);
    const { id } = desk.addCustomer({ name, email: `kunde-${label}-${at + 1}@example.org`, organisationId });
    return { id, language: random.chance(ASSUMED.german) ? 'de' : 'en' };
  });
}
