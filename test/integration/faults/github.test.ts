import { step } from './case.ts';
import { runFaultMatrix } from './matrix.ts';
import { openTracker, trackerOperations } from './tracker.ts';

const REPO = '/repos/acme/product';

const repository = step('GET', REPO);
const list = step('GET', `${REPO}/issues`);
const create = step('POST', `${REPO}/issues`);
const show = step('GET', `${REPO}/issues/:id`);
const timeline = step('GET', `${REPO}/issues/:id/timeline`);
const comments = step('GET', `${REPO}/issues/:id/comments`);
const addComment = step('POST', `${REPO}/issues/:id/comments`);
const makeLabel = step('POST', `${REPO}/labels`);
const addLabels = step('POST', `${REPO}/issues/:id/labels`);
const milestones = step('GET', `${REPO}/milestones`);

const operations = trackerOperations({
  issue: [repository, makeLabel, repository, create],
  'issue after a search': [list, repository, makeLabel, repository, create],
  comment: [repository, addComment],
  'impact comment': [comments, repository, addComment],
  label: [show, makeLabel, addLabels],
  link: [show],
  find: { lose: create.on, absent: [list, repository, repository, create], present: [list] },
  history: [show, timeline],
  changedSince: [list, milestones],
});

runFaultMatrix(operations, openTracker);
