export * from './helpdesk/adapter-context.ts';
