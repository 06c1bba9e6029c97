import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { exceptions, rooms, type Room } from './house/rooms.ts';
import { listFiles, readSources, root, type SourceFile } from './house/source-files.ts';

/** Checks every import against the room table; prints each break with its line and ends with status 1 when there is one. */
interface Workspace {
  name: string;
  directory: string;
  exports: Record<string, string>;
  imports: Record<string, string>;
}

const workspaces: Workspace[] = listFiles(/^(apps|packages)\/[^/]+\/package\.json$/).map((path) => {
  const manifest = JSON.parse(readFileSync(join(root, path), 'utf8')) as Partial<Workspace>;
  return {
    name: manifest.name ?? '',
    directory: dirname(path),
    exports: manifest.exports ?? {},
    imports: manifest.imports ?? {},
  };
});

function roomOf(path: string): Room | undefined {
  return rooms.find((room) => room.files.test(path));
}

interface Import {
  specifier: string;
  line: number;
  isType: boolean;
}

function importsOf(file: SourceFile): Import[] {
  const { module } = parseSync(file.path, file.text);
  const lineOf = (offset: number) => file.text.slice(0, offset).split('\n').length;
  const fixed = module.staticImports.map((item) => ({
    specifier: item.moduleRequest.value,
    line: lineOf(item.start),
    isType: item.entries.length > 0 && item.entries.every((entry) => entry.isType),
  }));
  const reexported = module.staticExports.flatMap((item) =>
    item.entries.flatMap((entry) =>
      entry.moduleRequest
        ? [{ specifier: entry.moduleRequest.value, line: lineOf(item.start), isType: entry.isType }]
        : [],
    ),
  );
  const lazy = module.dynamicImports.flatMap((item) => {
    const literal = /^['"]([^'"]+)['"]$/.exec(file.text.slice(item.moduleRequest.start, item.moduleRequest.end));
    return literal?.[1] ? [{ specifier: literal[1], line: lineOf(item.start), isType: false }] : [];
  });
  return [...fixed, ...reexported, ...lazy];
}

function matchPattern(map: Record<string, string>, key: string): string | undefined {
  for (const [pattern, target] of Object.entries(map)) {
    if (pattern === key) return target;
    const [head, tail] = pattern.split('*');
    if (tail !== undefined && head !== undefined && key.startsWith(head) && key.endsWith(tail))
      return target.replace('*', key.slice(head.length, key.length - tail.length));
  }
  return undefined;
}

type Target = { file: string } | { package: string } | { fault: string };

function resolve(file: SourceFile, specifier: string): Target {
  if (specifier.startsWith('.')) {
    if (specifier.startsWith('../../')) return { fault: 'climbs two folders: use a # import or a package' };
    return { file: posix.join(dirname(file.path), specifier) };
  }
  if (specifier.startsWith('#')) {
    const home = workspaces.find((workspace) => file.path.startsWith(`${workspace.directory}/`));
    const target = home && matchPattern(home.imports, specifier);
    return target
      ? { file: posix.join(home.directory, target) }
      : { fault: 'is not in the imports of its package.json' };
  }
  const own = workspaces.find(
    (workspace) => specifier === workspace.name || specifier.startsWith(`${workspace.name}/`),
  );
  if (!own) return { package: specifier };
  const target = matchPattern(own.exports, `.${specifier.slice(own.name.length)}`);
  return target ? { file: posix.join(own.directory, target) } : { fault: 'is not exported by its package' };
}

/** A file, or its `.web` twin: bundlers choose between them. */
function hasSource(path: string): boolean {
  return existsSync(join(root, path)) || existsSync(join(root, path.replace(/\.(tsx?)$/, '.web.$1')));
}

function faultOf(file: SourceFile, room: Room, { specifier, isType }: Import): string | undefined {
  const target = resolve(file, specifier);
  if ('fault' in target) return room.packages.includes('*') && specifier.startsWith('.') ? undefined : target.fault;
  if ('package' in target) {
    if (
      room.packages.some(
        (name) =>
          name === '*' || target.package === name || target.package.startsWith(name.endsWith(':') ? name : `${name}/`),
      )
    )
      return undefined;
    return `room ${room.name} may not import ${target.package}`;
  }
  if (/\.(ts|tsx)$/.test(target.file) && !hasSource(target.file)) return `${target.file} does not exist`;
  const other = roomOf(target.file);
  if (!other) return /\.(ts|tsx)$/.test(target.file) ? `${target.file} is in no room` : undefined;
  if (other.name === room.name || room.rooms.includes('*') || room.rooms.includes(other.name)) return undefined;
  if (room.typeRooms?.includes(other.name))
    return isType ? undefined : `room ${room.name} may import types only from room ${other.name}`;
  return `room ${room.name} may not import room ${other.name} (${target.file})`;
}

const allowed = [...exceptions.kept, ...exceptions.forNow, ...exceptions.toRemove];
const used = new Set<unknown>();
const faults: string[] = [];
let count = 0;
for (const file of readSources().filter(({ path }) => !path.endsWith('.d.ts'))) {
  const room = roomOf(file.path);
  if (!room) {
    faults.push(`${file.path}: is in no room (tools/house/rooms.ts)`);
    continue;
  }
  for (const item of importsOf(file)) {
    const { specifier, line } = item;
    count++;
    const fault = faultOf(file, room, item);
    const exception = fault && allowed.find(({ from, to }) => from.test(file.path) && specifier.startsWith(to));
    if (exception) used.add(exception);
    else if (fault) faults.push(`${file.path}:${line}: '${specifier}' ${fault}`);
  }
}
for (const exception of allowed)
  if (!used.has(exception))
    faults.push(`tools/house/rooms.ts: exception ${exception.from} → ${exception.to} is not needed any more`);
for (const fault of faults) console.error(fault);
console.log(`boundaries: ${count} imports, ${faults.length} faults, ${allowed.length} exceptions`);
process.exitCode = faults.length > 0 ? 1 : 0;
