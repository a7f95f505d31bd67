export type * from './desk.ts';
export * from './github/index.ts';
export { createHubspotSimulator, type HubspotSimulator, type HubspotSimulatorOptions } from './hubspot/simulator.ts';
export { noWait, realWait, type Wait, waitOnClock } from './shared/wait.ts';
export {
  createSmtpSink,
  type SmtpFault,
  type SmtpSink,
  type SmtpSinkOptions,
  type SunkMail,
} from './smtp/smtp-sink.ts';
export {
  createWebhookSink,
  type SunkPost,
  type WebhookSink,
  type WebhookSinkOptions,
} from './webhook-sink/webhook-sink.ts';
export * from './workload/index.ts';
export { createZammadSimulator, type ZammadSimulator, type ZammadSimulatorOptions } from './zammad/simulator.ts';
export * from './zendesk/index.ts';
