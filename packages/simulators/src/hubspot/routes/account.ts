import { Hono } from 'hono';
import { type HubspotDeps, pageBy, paging } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Json, Owner, Stage } from '../model.ts';
import { PORTAL_ID } from '../portal.ts';
import { HUBSPOT_API_VERSION } from '../version.ts';

/** Pipelines, owners and the account itself. */
export function accountRoutes({ crm: { portal } }: HubspotDeps): Hono {
  const app = new Hono();
  const pipelines = `/crm/pipelines/${HUBSPOT_API_VERSION}/:type{tickets|0-5}`;
  const owners = `/crm/owners/${HUBSPOT_API_VERSION}`;

  app.get(pipelines, (c) => c.json({ results: [renderPipeline(portal.stages)] }));
  app.get(`${pipelines}/:id`, (c) => {
    if (c.req.param('id') !== '0') throw notFound('Pipeline not found');
    return c.json(renderPipeline(portal.stages));
  });

  app.get(owners, (c) => {
    const email = c.req.query('email');
    const archived = c.req.query('archived') === 'true';
    const all = [...portal.owners.values()].filter(
      (owner) => !archived && (email === undefined || owner.email === email),
    );
    const page = pageBy(all, c, { usual: 100, most: 500 });
    return c.json({ results: page.rows.map(renderOwner), ...paging(c, page.after) });
  });
  app.get(`${owners}/:id`, (c) => {
    const byUser = c.req.query('idProperty') === 'userId';
    const owner = byUser ? portal.ownerByUser(Number(c.req.param('id'))) : portal.owners.get(c.req.param('id'));
    if (!owner) throw notFound('Owner not found');
    return c.json(renderOwner(owner));
  });

  app.get(`/account-info/${HUBSPOT_API_VERSION}/details`, (c) =>
    c.json({
      portalId: PORTAL_ID,
      timeZone: 'Europe/Berlin',
      companyCurrency: 'EUR',
      additionalCurrencies: [],
      utcOffset: '+01:00',
      utcOffsetMilliseconds: 3_600_000,
      uiDomain: 'app-eu1.hubspot.com',
      dataHostingLocation: 'eu1',
      accountType: 'STANDARD',
    }),
  );
  return app;
}

// the default pipeline is as old as time
const EPOCH = '1970-01-01T00:00:00Z';

function renderPipeline(stages: readonly Stage[]): Json {
  return {
    label: 'Support Pipeline',
    displayOrder: 0,
    id: '0',
    stages: stages.map(({ id, label, closed }, displayOrder) => ({
      label,
      displayOrder,
      metadata: { isClosed: String(closed), ticketState: closed ? 'CLOSED' : 'OPEN' },
      id,
      createdAt: EPOCH,
      updatedAt: EPOCH,
      archived: false,
      writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
    })),
    createdAt: EPOCH,
    updatedAt: EPOCH,
    archived: false,
  };
}

function renderOwner(owner: Owner): Json {
  const { id, email, firstName, lastName, userId } = owner;
  const at = new Date(owner.createdAt).toISOString();
  const teams = owner.teams.map((name, place) => ({ id: String(178_588 + place), name, primary: place === 0 }));
  return {
    ...{ id, email, type: 'PERSON', firstName, lastName, userId, userIdIncludingInactive: userId },
    createdAt: at,
    updatedAt: at,
    archived: false,
    ...(teams.length > 0 ? { teams } : {}),
  };
}
