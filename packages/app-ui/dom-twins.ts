import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(fileURLToPath(import.meta.url)), 'src');

interface ResolvePlugin {
  name: string;
  enforce: 'pre';
  resolveId(id: string, importer: string | undefined): string | null;
}

/** A plugin for Vite: `X.tsx` has a DOM twin `X.web.tsx`: on the web that one is meant. */
export function domTwins(): ResolvePlugin {
  const known = new Map<string, string | null>();
  const twinOf = (file: string): string | null => {
    const twin = file.replace(/\.(tsx?)$/, '.web.$1');
    const found = known.get(file) ?? (twin !== file && existsSync(twin) ? twin : null);
    known.set(file, found);
    return found;
  };
  return {
    name: 'jetstream-dom-twins',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id.startsWith('@jetstream/app-ui/')) return twinOf(join(source, id.slice('@jetstream/app-ui/'.length)));
      if (!importer?.startsWith(source)) return null;
      if (id.startsWith('#')) return twinOf(join(source, id.slice(1)));
      return id.startsWith('.') ? twinOf(resolve(dirname(importer), id)) : null;
    },
  };
}
