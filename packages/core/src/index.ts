export * from './errors.ts';
export * from './model/actor.ts';
export * from './model/effect.ts';
export * from './model/event.ts';
export * from './model/priority.ts';
export * from './model/reason.ts';
export * from './model/status.ts';
export * from './model/tier.ts';
