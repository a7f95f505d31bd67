import type { SimulatedDesk, Simulator } from '@stellwerk/simulators';

type Desk = Simulator & SimulatedDesk;

/** Minutes that the day takes. */
export const MINUTES = 60;
const TICKETS = 10;

/** What people do at the desk, one thing a minute, the same in each run. Ends with a message on every ticket. */
export function createDay(desk: Desk): (minute: number) => void {
  const groups = ['1st Level', '2nd Level'] as const;
  const agent = { kind: 'agent', id: desk.addAgent({ name: 'Alex', email: 'alex@desk.example', groups }).id } as const;
  const requesterId = desk.addCustomer({ name: 'Karla', email: 'karla@customer.example' }).id;
  const ids: string[] = [];
  const acts: readonly ((id: string, minute: number) => void)[] = [
    (id) => desk.message(id, agent, 'We are at it.', { public: true }),
    (id) => desk.assign(id, agent, { group: '2nd Level' }),
    (id) => desk.setPriority(id, agent, 'P1'),
    (id, minute) => desk.addTag(id, agent, `tag${minute}`),
    (id) => desk.setTier(id, agent, 'T2'),
    (id) => desk.setStatus(id, agent, 'waiting_requester'),
    (id) => desk.message(id, { kind: 'requester' }, 'It still does not print.'),
  ];
  return (minute) => {
    if (minute < TICKETS) {
      const said = { subject: `Printer ${minute}`, body: 'It does not print.' };
      const ticket = { requesterId, ...said, priority: 'P3', channel: 'email', group: groups[0] } as const;
      ids.push(desk.createTicket(ticket));
      return;
    }
    const id = ids[minute % TICKETS]!;
    if (minute >= MINUTES - TICKETS) desk.message(id, agent, 'Is all well now?', { public: true });
    else acts[minute % acts.length]!(id, minute);
  };
}
