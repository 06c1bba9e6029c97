import type { Artist } from './artist.ts';

/** How a file names an artist. */
export type ArtistNaming = Pick<Artist, 'id' | 'name' | 'sortName' | 'nameKey' | 'musicBrainzArtistId'>;
