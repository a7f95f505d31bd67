export { githubAdapter } from './adapter.ts';
export { GithubConfig } from './config.ts';
