import type { GithubSimulator } from '../github/simulator.ts';
import type { Random } from '../shared/random.ts';
import { nextWorkingTime } from './berlin.ts';
import { drawIndex } from './distributions.ts';

const HOUR = 3_600_000;

/** How an issue ends: mostly fixed, at times not wanted or known already. */
const REASONS = ['completed', 'not_planned', 'duplicate'] as const;
const REASON_SHARES = [0.78, 0.14, 0.08];
const DEVELOPERS = ['dev-lena', 'dev-omar', 'dev-tim'] as const;

/** Share of the open issues that are dealt with at each look, every two hours of office time. */
const CLOSED_PER_LOOK = 0.06;

/** Developers look at the tracker every two hours: they label, ask, close, and at times reopen what came back. */
export function developersLook(random: Random, github: GithubSimulator, now: number): void {
  for (const issue of github.issues()) {
    if (now - issue.createdAt < HOUR) continue;
    const who = random.pick(DEVELOPERS);
    if (issue.state === 'closed') {
      if (issue.stateReason === 'completed' && random.chance(0.002)) github.reopenIssue(issue.number, who);
    } else if (random.chance(CLOSED_PER_LOOK)) {
      github.closeIssue(issue.number, REASONS[drawIndex(random, REASON_SHARES)], who);
    } else if (!issue.labels.includes('triaged') && random.chance(0.2)) {
      github.labelIssue(issue.number, 'triaged', who);
    } else if (random.chance(0.01)) {
      github.commentAs(who, issue.number, 'Can be reproduced, working on it.');
    }
  }
  if (random.chance(0.05)) {
    github.openIssue({ title: 'Update dependencies', pullRequest: random.chance(0.6) }, random.pick(DEVELOPERS));
  }
}

export const nextLook = (random: Random, now: number): number => nextWorkingTime(now + 2 * HOUR, random.next());
