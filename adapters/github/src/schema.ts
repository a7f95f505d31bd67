import { z } from 'zod';

// Octokit parses ids beyond 2^53 as bigint
const Id = z.union([z.number(), z.bigint()]).transform(String);
const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** An account; `ghost` accounts come as null. */
export const GithubUser = z.object({ id: Id, login: z.string(), type: z.string().optional() });
export type GithubUser = z.output<typeof GithubUser>;

const App = z.object({ id: Id }).nullish();

/** What we read of a delivery's body. Payloads of older hooks lack much of what newer ones have. */
export const GithubDelivery = z
  .object({
    issue: z.object({ number: z.int().positive(), pull_request: z.unknown().optional() }),
    repository: z.object({ full_name: z.string() }),
  })
  .transform(({ issue, repository }) => ({
    repository: repository.full_name,
    number: issue.number,
    isPullRequest: issue.pull_request !== undefined && issue.pull_request !== null,
  }));

/** A milestone; it is done when it is closed. */
export const GithubMilestone = z
  .object({ number: z.int(), title: z.string(), closed_at: Instant.nullish() })
  .transform(({ closed_at, ...milestone }) => ({ ...milestone, closedAt: closed_at ?? null }));
export type GithubMilestone = z.output<typeof GithubMilestone>;
export const GithubMilestones = z.array(GithubMilestone);

/** A release that is out; drafts and previews are none. */
const GithubRelease = z
  .object({
    id: Id,
    tag_name: z.string(),
    name: z.string().nullish(),
    draft: z.boolean().default(false),
    prerelease: z.boolean().default(false),
    published_at: Instant.nullish(),
  })
  .transform(({ id, tag_name, name, draft, prerelease, published_at }) =>
    draft || prerelease || !published_at ? null : { id, tag: tag_name, name: name ?? '', publishedAt: published_at },
  );
export type GithubRelease = NonNullable<z.output<typeof GithubRelease>>;
export const GithubReleases = z.array(GithubRelease);

/** What we read of an issue. Pull requests come through the same lists and carry `pull_request`. */
export const GithubIssue = z
  .object({
    id: Id,
    number: z.int().positive(),
    html_url: z.string(),
    title: z.string().default(''),
    body: z.string().nullish(),
    updated_at: Instant,
    closed_at: Instant.nullish(),
    state_reason: z.string().nullish(),
    milestone: GithubMilestone.nullish(),
    labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])).default([]),
    pull_request: z.unknown().optional(),
  })
  .transform((issue) => ({
    number: issue.number,
    url: issue.html_url,
    title: issue.title,
    body: issue.body ?? '',
    closedAt: issue.closed_at ?? null,
    isDone: !!issue.closed_at && (issue.state_reason ?? 'completed') === 'completed',
    milestone: issue.milestone ?? null,
    updatedAt: issue.updated_at,
    labels: issue.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
    isPullRequest: issue.pull_request !== undefined && issue.pull_request !== null,
  }));
export type GithubIssue = z.output<typeof GithubIssue>;
export const GithubIssues = z.array(GithubIssue);

/** A comment, as its own endpoints tell it. */
export const GithubComment = z.object({ id: Id, body: z.string().nullish() });
export type GithubComment = z.output<typeof GithubComment>;
export const GithubComments = z.array(GithubComment);

/**
 * A row of an issue's timeline. Only rows with an id are events of ours; comments stand among them as `commented`.
 * Rows such as `cross-referenced` and `committed` have neither id nor time in one place and are left out.
 */
export const GithubTimelineRow = z
  .object({
    event: z.string(),
    id: Id.optional(),
    created_at: Instant.optional(),
    actor: GithubUser.nullish(),
    user: GithubUser.nullish(),
    performed_via_github_app: App,
    state_reason: z.string().nullish(),
    label: z.object({ name: z.string() }).optional(),
  })
  .transform((row) => ({
    event: row.event,
    id: row.id,
    at: row.created_at,
    actor: row.actor ?? row.user ?? null,
    appId: row.performed_via_github_app?.id ?? null,
    stateReason: row.state_reason ?? null,
    label: row.label?.name ?? null,
  }));
export type GithubTimelineRow = z.output<typeof GithubTimelineRow>;
export const GithubTimeline = z.array(GithubTimelineRow);

/** What we read of the repository. `visibility` is missing on old Enterprise Servers. */
export const GithubRepository = z
  .object({
    full_name: z.string(),
    private: z.boolean(),
    visibility: z.string().optional(),
    has_issues: z.boolean().optional(),
    permissions: z.object({ push: z.boolean().optional(), triage: z.boolean().optional() }).optional(),
  })
  .transform((repository) => ({
    fullName: repository.full_name,
    isPublic: repository.visibility === 'public' || !repository.private,
    hasIssues: repository.has_issues ?? true,
    mayTriage: repository.permissions?.push ?? repository.permissions?.triage ?? null,
  }));

/** The App behind an installation token; its issues are created by `<slug>[bot]`. */
export const GithubApp = z.object({ id: Id, slug: z.string() });

/** A label; the answer to adding some to an issue is the list of all it has. */
export const GithubLabel = z.object({ name: z.string() });
export const GithubLabels = z.array(GithubLabel);
