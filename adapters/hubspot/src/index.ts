export { hubspotAdapter } from './adapter.ts';
export { HubspotConfig } from './config.ts';
