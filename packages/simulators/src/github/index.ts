export type { NewIssue } from './actions.ts';
export type { GithubIssue, GithubStateReason } from './model.ts';
export { createGithubSimulator, type GithubSimulator, type GithubSimulatorOptions } from './simulator.ts';
