export { zammadAdapter } from './adapter.ts';
export { ZammadConfig } from './config.ts';
