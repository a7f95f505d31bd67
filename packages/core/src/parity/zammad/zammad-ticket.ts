import type { StateChange } from './breaks.ts';

/** Instants of a ticket row, epoch ms, under the names of the database. */
export interface ZammadTimes {
  created_at: number;
  escalation_at: number | null;
  first_response_at: number | null;
  first_response_escalation_at: number | null;
  update_escalation_at: number | null;
  close_at: number | null;
  close_escalation_at: number | null;
  last_close_at: number | null;
  last_contact_at: number | null;
  last_contact_agent_at: number | null;
  last_contact_customer_at: number | null;
}

/** Statistics of a ticket row, whole minutes. */
export interface ZammadMinutes {
  first_response_in_min: number | null;
  first_response_diff_in_min: number | null;
  update_in_min: number | null;
  update_diff_in_min: number | null;
  close_in_min: number | null;
  close_diff_in_min: number | null;
}

/** What the last calculation left in the ticket's preferences; later ones compare with it. */
export interface ZammadMemory {
  readonly paused: boolean;
  readonly firstResponseAt: number | null;
  readonly lastUpdateAt: number | null;
  readonly closeAt: number | null;
  readonly lastContactAt: number | null;
  readonly sla: number | null;
  readonly slaUpdatedAt: number | null;
  readonly calendarUpdatedAt: number | null;
}

/** A ticket of a reproduced Zammad. Changed in place by the desk alone. */
export interface ZammadTicket {
  title: string;
  state: string;
  /** By name, such as `2 normal`. */
  priority: string;
  times: ZammadTimes;
  minutes: ZammadMinutes;
  /** State changes of the history. */
  history: StateChange[];
  /** Instants of the agents' communications, internal ones too. */
  agentMessages: number[];
  memory: ZammadMemory;
}

const NOTHING_REMEMBERED: ZammadMemory = {
  paused: false,
  firstResponseAt: null,
  lastUpdateAt: null,
  closeAt: null,
  lastContactAt: null,
  sla: null,
  slaUpdatedAt: null,
  calendarUpdatedAt: null,
};

/** A ticket as it is inserted. */
export function newTicket(at: number, title: string, state: string, priority: string): ZammadTicket {
  return {
    title,
    state,
    priority,
    times: {
      created_at: at,
      escalation_at: null,
      first_response_at: null,
      first_response_escalation_at: null,
      update_escalation_at: null,
      close_at: null,
      close_escalation_at: null,
      last_close_at: null,
      last_contact_at: null,
      last_contact_agent_at: null,
      last_contact_customer_at: null,
    },
    minutes: {
      first_response_in_min: null,
      first_response_diff_in_min: null,
      update_in_min: null,
      update_diff_in_min: null,
      close_in_min: null,
      close_diff_in_min: null,
    },
    history: [],
    agentMessages: [],
    memory: NOTHING_REMEMBERED,
  };
}

/** Whether the agent spoke last; false while nobody has asked. */
export function agentAnswered({ times }: ZammadTicket): boolean {
  const { last_contact_customer_at: customer, last_contact_agent_at: agent } = times;
  return customer !== null && agent !== null && customer < agent;
}

/** The later of the two contacts; not the same as `last_contact_at`, which a repeated customer mail may leave alone. */
export function lastUpdateAt({ times }: ZammadTicket): number | null {
  const { last_contact_customer_at: customer, last_contact_agent_at: agent } = times;
  return customer === null && agent === null ? null : Math.max(customer ?? 0, agent ?? 0);
}
