import type { SoundIndex } from '#gateways/sound-index-store.ts';
import { ChainedSource } from './chained-source.ts';
import { DecodedSource } from './decoded-source.ts';
import { listLinks } from './list-links.ts';
import type { SoundSource } from './sound-source.ts';

/** `index`: as it was found before. @throws UnreadableMediaError when nothing of it can be decoded */
export function openSource(url: string, index?: SoundIndex): SoundSource {
  const source = new DecodedSource(url, index);
  try {
    const links = source.format === 'ogg' ? listLinks(url) : undefined;
    if (links === undefined) return source;
    const chained = new ChainedSource(links);
    source.close();
    return chained;
  } catch (error) {
    source.close();
    throw error;
  }
}
