export { createZendeskSimulator, type ZendeskSimulator, type ZendeskSimulatorOptions } from './simulator.ts';
