import type { Simulator } from '../desk.ts';
import type { SimulatorServer } from './server.ts';
import type { WebhookSender } from './webhooks.ts';

/** The parts every simulator is put together from. */
export interface SimulatorParts<Desk extends object> {
  readonly desk: Desk;
  readonly server: SimulatorServer;
  readonly sender: WebhookSender;
  readonly setWebhook: Simulator['setWebhook'];
}

/** Adds what all simulators have in common to a desk: listening, faults, webhooks, the list of requests. */
export function composeSimulator<Desk extends object>(parts: SimulatorParts<Desk>): Desk & Simulator {
  const { desk, server, sender } = parts;
  const common: Omit<Simulator, 'url'> = {
    listen(port) {
      sender.start();
      return server.listen(port);
    },
    async stop() {
      await sender.stop();
      await server.stop();
    },
    inject: server.inject,
    clearFaults: server.clearFaults,
    setWebhookChaos: (chaos) => sender.setChaos(chaos),
    setWebhook: parts.setWebhook,
    webhooksSettled: () => sender.webhooksSettled(),
    requests: server.requests,
  };
  Object.defineProperty(desk, 'url', { get: () => server.url, enumerable: true });
  return Object.assign(desk, common) as Desk & Simulator;
}
