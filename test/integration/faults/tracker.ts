import { githubAdapter } from '@stellwerk/adapter-github';
import type { IssueRef, IssueWrite, TrackerWrite } from '@stellwerk/core';
import { createGithubSimulator, type GithubSimulator } from '@stellwerk/simulators';
import { createTestContext } from '@stellwerk/testkit';
import { ScriptedDesk } from '../runtime/desk.ts';
import type { Operation, Place, Run, Step } from './case.ts';
import type { FaultRig } from './rig.ts';
import { tablesOf } from './tables.ts';
import { created } from './ticket-story.ts';

/** GitHub on a rig, under the connection `bugs`, beside a helpdesk that answers from memory. */
export interface TrackerPlace extends Place {
  readonly simulator: GithubSimulator;
  readonly desk: ScriptedDesk;
}

/** Starts the simulator and puts the adapter on it. */
export async function openTracker(rig: FaultRig): Promise<TrackerPlace> {
  const { now } = rig.clock;
  const simulator = createGithubSimulator({ now, token: 'gt', owner: 'acme', repo: 'product', private: true });
  const baseUrl = await simulator.listen();
  const config = { kind: 'github', repository: 'acme/product', baseUrl, token: 'gt' };
  const adapter = githubAdapter.create(config, createTestContext({ clock: rig.clock, connection: 'bugs' }));
  const desk = new ScriptedDesk();
  await rig.connect(desk.helpdesk('desk'), { kind: 'tracker', name: 'bugs', adapter });
  return { rig, simulator, desk };
}

/** Requests of everything that is done at a tracker. */
export interface TrackerSteps {
  readonly issue: readonly Step[];
  readonly 'issue after a search': readonly Step[];
  readonly comment: readonly Step[];
  readonly 'impact comment': readonly Step[];
  readonly label: readonly Step[];
  readonly link: readonly Step[];
  /** Looking for an issue whose request `lose` was lost. */
  readonly find: { readonly lose: RegExp; readonly absent: readonly Step[]; readonly present: readonly Step[] };
  readonly history: readonly Step[];
  readonly changedSince: readonly Step[];
}

/** The operations of a tracker, with the requests that they make there. */
export function trackerOperations(steps: TrackerSteps): readonly Operation<TrackerPlace>[] {
  return [
    { name: 'issue', steps: steps.issue, run: (place, run) => writeOne(place, run, [], () => issueOf(run)) },
    {
      name: 'issue after a search',
      steps: steps['issue after a search'],
      run: (place, run) => writeOne(place, run, [], () => ({ ...issueOf(run), care: SEARCHED })),
    },
    { name: 'comment', steps: steps.comment, run: (place, run) => writeOne(place, run, [], (issue) => comment(issue)) },
    { name: 'impact comment', steps: steps['impact comment'], run: impact },
    { name: 'label', steps: steps.label, run: (place, run) => writeOne(place, run, [], (issue) => label(issue, run)) },
    { name: 'link', steps: steps.link, run: (place, run) => writeOne(place, run, [], (issue) => link(issue)) },
    { name: 'find an issue that was not made', steps: steps.find.absent, run: findIssue('before', steps.find.lose) },
    { name: 'find an issue that was made', steps: steps.find.present, run: findIssue('after', steps.find.lose) },
    { name: 'history', steps: steps.history, run: readOne },
    { name: 'changedSince', steps: steps.changedSince, run: compareOne },
  ];
}

const SEARCHED = {
  hits: {},
  onHit: 'mask',
  fill: [],
  // all cases are alike: none may do for another
  dedupe: { threshold: 2, propose: 2, ignore: [] },
  language: 'en',
} satisfies IssueWrite['care'];

/** The issue of a case. */
export function issueOf({ id }: Pick<Run, 'id'>): IssueWrite {
  return { kind: 'create_issue', title: `Case ${id}`, body: `Export of case ${id} crashes.`, labels: [`label ${id}`] };
}

function comment(issue: IssueRef): TrackerWrite {
  return { kind: 'comment_issue', issue, text: 'Three customers wait.' };
}

function label(issue: IssueRef, { id }: Run): TrackerWrite {
  return { kind: 'label_issue', issue, add: [`label ${id}`] };
}

function link(issue: IssueRef): TrackerWrite {
  return { kind: 'link_issue', issue };
}

/** An issue that a maintainer opened for the case. */
function openIssue({ simulator }: TrackerPlace, { id }: Run): IssueRef {
  const number = simulator.openIssue({ title: `Case ${id}`, body: 'It crashes.' });
  return { tracker: 'bugs', issue: `acme/product#${number}` };
}

async function writeOne(
  place: TrackerPlace,
  run: Run,
  before: readonly TrackerWrite[],
  write: (issue: IssueRef) => TrackerWrite,
): Promise<unknown> {
  const made = write({ tracker: 'bugs', issue: '' }).kind === 'create_issue';
  const issue = made ? { tracker: 'bugs', issue: '' } : openIssue(place, run);
  const ticketId = await wanting(place, run, [...before, write(issue)]);
  run.strike();
  await place.rig.settle();
  run.ended();
  return standing(place, run, ticketId);
}

async function impact(place: TrackerPlace, run: Run): Promise<unknown> {
  const issue = openIssue(place, run);
  const write: TrackerWrite = { kind: 'impact_comment', issue, text: '', language: 'en' };
  for (const n of [1, 2]) {
    await wanting(place, { ...run, id: `${run.id}${n}0` }, [link(issue)]);
    await place.rig.settle();
  }
  return writeOne(place, run, [], () => write);
}

/** An issue whose first answer was lost, before it was made or after: what is looked for then. */
function findIssue(made: 'before' | 'after', lose: RegExp) {
  return async (place: TrackerPlace, run: Run): Promise<unknown> => {
    const ticketId = await wanting(place, run, [issueOf(run)]);
    place.simulator.inject({ on: lose, kind: 'reset', commit: made });
    await place.rig.send('bugs');
    run.strike();
    await place.rig.settle();
    run.ended();
    return standing(place, run, ticketId);
  };
}

async function linked(place: TrackerPlace, run: Run): Promise<{ readonly ticketId: string; readonly issue: IssueRef }> {
  const issue = openIssue(place, run);
  const ticketId = await wanting(place, run, [link(issue)]);
  await place.rig.settle();
  place.simulator.closeIssue(Number(issue.issue.split('#')[1]), 'completed');
  return { ticketId, issue };
}

async function readOne(place: TrackerPlace, run: Run): Promise<unknown> {
  const { ticketId, issue } = await linked(place, run);
  await place.rig.hint(ticketId, { connection: 'bugs', subject: { kind: 'issue', issue: issue.issue } });
  run.strike();
  await place.rig.settle();
  run.ended();
  return standing(place, run, ticketId);
}

async function compareOne(place: TrackerPlace, run: Run): Promise<unknown> {
  const { ticketId } = await linked(place, run);
  place.rig.clock.advance(2 * 60_000);
  run.strike();
  await place.rig.compare('bugs');
  run.ended();
  return standing(place, run, ticketId);
}

/** A ticket for which writes are wanted and wait. */
export async function wanting(
  { rig, desk }: TrackerPlace,
  { id }: Pick<Run, 'id'>,
  writes: readonly TrackerWrite[],
): Promise<string> {
  desk.put(id, created(id, rig.clock.now()));
  rig.want(id, ...writes.map((write, n) => ({ key: `w:${id}:${n}`, connection: 'bugs', write })));
  await rig.hint(id);
  await rig.decide();
  return id;
}

/** How the case's issues stand there and in our tables. */
async function standing({ rig, simulator }: TrackerPlace, { id }: Run, ticketId: string): Promise<unknown> {
  await rig.settle();
  const unmarked = (text: string): string => text.replace(/<!-- [^>]*-->/g, '<mark>').replaceAll(id, 'N');
  const issues = simulator.issues().filter(({ title }) => title === `Case ${id}`);
  const there = issues.map(({ body, labels, state, comments }) => ({
    body: unmarked(body),
    labels: labels.map(unmarked),
    state,
    comments: comments.map((each) => unmarked(each.body)),
  }));
  const tables = JSON.parse(
    JSON.stringify(await tablesOf(rig, `desk:ticket:${ticketId}`)).replaceAll(`label ${id}`, 'label'),
  );
  return { there, tables };
}
