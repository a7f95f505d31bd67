export type { WorkloadStep } from './agenda.ts';
export { INCIDENT_LOGS } from './distributions.ts';
export { WORKLOAD_GROUPS } from './people.ts';
export { createWorkload, type Workload, type WorkloadOptions, type WorkloadRange } from './workload.ts';
