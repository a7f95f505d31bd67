export * from './changed-by-time.ts';
export * from './config.ts';
export * from './define.ts';
export * from './discovered-parts.ts';
export * from './fetch.ts';
export * from './http.ts';
export * from './json.ts';
export * from './marker.ts';
export * from './network-guard.ts';
export { createNotifier } from './notifiers/notifier.ts';
export type { ChannelAddress, MailServer, NotifierOptions } from './notifiers/options.ts';
export * from './paging.ts';
export * from './pause.ts';
export * from './plain-text.ts';
export * from './probe-warnings.ts';
export * from './provisioning.ts';
export * from './rate-lane.ts';
export * from './remembered.ts';
export * from './setup-mark.ts';
export * from './signature.ts';
export * from './signing-secret.ts';
export * from './status-errors.ts';
export {
  createTransport,
  MAX_ANSWER_BYTES,
  type Transport,
  type TransportOptions,
  type WireAnswer,
  type WireRequest,
} from './transport.ts';
