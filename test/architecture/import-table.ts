/**
 * Which packages of ours a package's source may import: downwards only. The one place this is
 * written for people; `biome.json` says the same for editors, and import-direction.test.ts compares the two.
 */
export const allowedImports: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ports: ['core'],
  'adapter-kit': ['core', 'ports'],
  console: ['core', 'ports'],
  gateway: ['core', 'ports'],
  runtime: ['core', 'ports'],
  store: ['core', 'ports'],
  testkit: ['core', 'ports'],
  simulators: [],
  importer: ['adapter-kit', 'core', 'ports'],
  adapter: ['adapter-kit', 'core', 'ports'],
  cli: ['adapter', 'adapter-kit', 'console', 'core', 'gateway', 'importer', 'ports', 'runtime', 'simulators', 'store'],
};

/** What the tests of any package may import besides. Their own devDependencies narrow it further. */
export const allowedInTests: readonly string[] = ['simulators', 'testkit'];

/** `packages/store` → `store`, `adapters/zammad` → `adapter`, `@stellwerk/adapter-zammad` → `adapter`. */
export function roleOf(folderOrName: string): string {
  if (folderOrName.startsWith('adapters/')) return 'adapter';
  const name = folderOrName.replace(/^(packages|@stellwerk)\//, '');
  return name.startsWith('adapter-') && name !== 'adapter-kit' ? 'adapter' : name;
}
