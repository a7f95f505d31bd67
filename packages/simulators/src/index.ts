export type * from './desk.ts';
export * from './github/index.ts';
export { createHubspotSimulator, type HubspotSimulator, type HubspotSimulatorOptions } from './hubspot/simulator.ts';
export { noWait, realWait, type Wait, waitOnClock } from './shared/wait.ts';
export { createZammadSimulator, type ZammadSimulator, type ZammadSimulatorOptions } from './zammad/simulator.ts';
export * from './zendesk/index.ts';
export * from './workload/index.ts';
