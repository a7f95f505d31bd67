export { zendeskAdapter } from './adapter.ts';
export { ZendeskConfig } from './config.ts';
