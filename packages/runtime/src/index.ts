export type { Backfilled, BackfillProgress, BackfillRequest } from './backfill.ts';
export { backfill } from './backfill.ts';
export type { AppliedPlan, ApplyOptions } from './changes/apply-plan.ts';
export { applyPlan } from './changes/apply-plan.ts';
export { ChangeRefused } from './changes/change-refused.ts';
export type {
  Plan,
  PlanDeps,
  PlannedObject,
  PlannedSwitch,
  PlannedUndo,
  PlannedWrite,
  PlanRequest,
} from './changes/plan.ts';
export { isEmptyPlan, makePlan } from './changes/plan.ts';
export { revertedChanges } from './changes/reverted.ts';
export type { UndoItem, UndoVerdict } from './changes/undo.ts';
export { planUndo, sendUndo } from './changes/undo.ts';
export type { ObjectUndo } from './changes/undo-object.ts';
export { planObjectUndo, undoObject } from './changes/undo-object.ts';
export type { Connection, Connections } from './connections.ts';
export type { RuntimeParts } from './create-runtime.ts';
export { createRuntime } from './create-runtime.ts';
export type { Drained } from './deliver.ts';
export { drainEffects } from './deliver.ts';
export type { Counters, RuntimeDeps } from './deps.ts';
export type { Explanation } from './explain.ts';
export { explain } from './explain.ts';
export { fireTimers } from './fire-timers.ts';
export type { FixedBug } from './issues/fixed-bugs.ts';
export { fixedBugs } from './issues/fixed-bugs.ts';
export type { IssuePreview } from './issues/preview-issue.ts';
export { previewIssue } from './issues/preview-issue.ts';
export { drainLanes } from './lane-pool.ts';
export type { LivePreview, LiveRequest } from './live.ts';
export { goLive, goShadow, previewLive } from './live.ts';
export type { PolicyEdit } from './policy-file/edit-policy-file.ts';
export { editPolicyFile } from './policy-file/edit-policy-file.ts';
export type { Position } from './policy-file/position.ts';
export { placeText } from './policy-file/position.ts';
export type { PolicyFile } from './policy-file/read-policy-file.ts';
export { readPolicyFile } from './policy-file/read-policy-file.ts';
export type { ProposalDeps } from './proposals.ts';
export { acceptProposal, dismissProposal, expireProposals, ProposalRefused } from './proposals.ts';
export type { Rebuilt } from './rebuild.ts';
export { rebuild } from './rebuild.ts';
export type { Reconciled } from './reconcile.ts';
export { reconcile } from './reconcile.ts';
export type { Report } from './report.ts';
export { report } from './report.ts';
export { resumePaused } from './resume-paused.ts';
export type { RetentionDays } from './retention.ts';
export { retain } from './retention.ts';
export type { Settings } from './settings.ts';
export { DEFAULT_SETTINGS } from './settings.ts';
export type { Intake, IntakeDeps } from './webhook-intake.ts';
export { takeDelivery } from './webhook-intake.ts';
export type { Worker, WorkerDeps } from './worker.ts';
export { createWorker } from './worker.ts';
