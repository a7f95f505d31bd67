import { type Context, Hono } from 'hono';
import { bodyOf, type HubspotDeps, typeOf } from '../context.ts';
import { HubspotError, invalid, notFound } from '../errors.ts';
import type { Json, PropertyDefinition, PropertyGroup, PropertyOption } from '../model.ts';
import type { Portal } from '../portal.ts';
import { defineProperty } from '../seed.ts';
import { HUBSPOT_API_VERSION } from '../version.ts';

const BASE = `/crm/properties/${HUBSPOT_API_VERSION}/:type`;

/** Property definitions: list, show, create, change (the option list is replaced as a whole) and archive. */
export function propertyRoutes({ crm: { portal } }: HubspotDeps): Hono {
  const app = new Hono();

  const need = (type: string, name: string): PropertyDefinition => {
    const definition = portal.properties[typeOf(type)].get(name);
    if (!definition) throw notFound(`Property ${name} does not exist`);
    return definition;
  };

  app.get(`${BASE}/groups`, (c) => c.json({ results: [...groupsOf(portal, c).values()] }));

  app.post(`${BASE}/groups`, async (c) => {
    const { name, label, displayOrder } = await bodyOf(c);
    const groups = groupsOf(portal, c);
    if (!/^[a-z][a-z0-9_]*$/.test(String(name))) throw invalid(`Property group name ${name} is not valid`);
    if (groups.has(String(name))) {
      throw new HubspotError(409, 'OBJECT_ALREADY_EXISTS', `A property group named ${name} already exists.`);
    }
    const group = {
      name: String(name),
      label: String(label),
      displayOrder: Number(displayOrder ?? -1),
      archived: false,
    };
    groups.set(group.name, group);
    return c.json(group, 201);
  });

  app.delete(`${BASE}/groups/:name`, (c) => {
    const { name } = needGroup(portal, c);
    const inside = [...portal.properties[typeOf(c.req.param('type'))].values()].filter(
      (each) => each.groupName === name,
    );
    if (inside.length > 0) throw invalid(`Property group ${name} still has properties`);
    groupsOf(portal, c).delete(name);
    return c.body(null, 204);
  });

  app.get(BASE, (c) => {
    const all = [...portal.properties[typeOf(c.req.param('type'))].values()];
    return c.json({ results: all.map(renderProperty) });
  });

  app.get(`${BASE}/:name`, (c) => c.json(renderProperty(need(c.req.param('type'), c.req.param('name')))));

  app.post(BASE, async (c) => {
    const body = await bodyOf(c);
    const type = typeOf(c.req.param('type'));
    const name = String(body.name ?? '');
    if (!/^[a-z][a-z0-9_]*$/.test(name)) throw invalid(`Property name ${name} is not valid`);
    if (portal.properties[type].has(name)) {
      throw new HubspotError(409, 'OBJECT_ALREADY_EXISTS', `A property named ${name} already exists.`);
    }
    const options = Array.isArray(body.options) ? body.options : [];
    if (body.type === 'enumeration' && options.length === 0) throw invalid(`Property ${name} needs options`);
    if (!groupsOf(portal, c).has(String(body.groupName)))
      throw invalid(`Property group ${body.groupName} does not exist`);
    const input = {
      ...changes(body),
      name,
      type: String(body.type) as PropertyDefinition['type'],
      hubspotDefined: false,
    };
    return c.json(renderProperty(defineProperty(portal, type, input)), 201);
  });

  app.patch(`${BASE}/:name`, async (c) => {
    const definition = need(c.req.param('type'), c.req.param('name'));
    Object.assign(definition, changes(await bodyOf(c)), { updatedAt: portal.now() });
    return c.json(renderProperty(definition));
  });

  app.delete(`${BASE}/:name`, (c) => {
    const definition = need(c.req.param('type'), c.req.param('name'));
    if (definition.hubspotDefined) throw invalid(`Property ${definition.name} is defined by HubSpot`);
    portal.properties[typeOf(c.req.param('type'))].delete(definition.name);
    return c.body(null, 204);
  });

  return app;
}

/** Groups of the object type named in the path. */
const groupsOf = (portal: Portal, c: Context): Map<string, PropertyGroup> => portal.groups[typeOf(c.req.param('type'))];

function needGroup(portal: Portal, c: Context): PropertyGroup {
  const group = groupsOf(portal, c).get(c.req.param('name') ?? '');
  if (!group) throw notFound('Property group does not exist');
  return group;
}

function changes(body: Json): Partial<PropertyDefinition> {
  const texts = (['label', 'description', 'groupName', 'fieldType'] as const).filter(
    (name) => typeof body[name] === 'string',
  );
  return {
    ...Object.fromEntries(texts.map((name) => [name, String(body[name])])),
    ...(Array.isArray(body.options) ? { options: body.options as PropertyOption[] } : {}),
  };
}

function renderProperty(definition: PropertyDefinition): Json {
  const { createdAt, updatedAt, calculated, hubspotDefined, ...rest } = definition;
  const times = { updatedAt: new Date(updatedAt).toISOString(), createdAt: new Date(createdAt).toISOString() };
  return {
    ...(hubspotDefined ? {} : times),
    ...rest,
    displayOrder: -1,
    calculated,
    externalOptions: false,
    archived: false,
    hasUniqueValue: false,
    hidden: false,
    ...(hubspotDefined ? { hubspotDefined } : {}),
    modificationMetadata: { archivable: true, readOnlyDefinition: hubspotDefined, readOnlyValue: calculated },
    formField: false,
    dataSensitivity: 'non_sensitive',
  };
}
