import type { Album } from '@jetstream/api-contract';
import { useMemo } from 'react';
import { useText } from '#locale/use-text.ts';

/** The album with words in place of missing names: nothing on screen is ever blank. */
export function useAlbumNames<T extends Pick<Album, 'title' | 'artistCredit' | 'isCompilation'>>(album: T): T {
  const text = useText();
  return useMemo(() => {
    if (album.title !== '' && album.artistCredit !== '') return album;
    const artist = text(album.isCompilation ? 'library.compilation' : 'library.unknownArtist');
    return {
      ...album,
      title: album.title || text('library.unknownAlbum'),
      artistCredit: album.artistCredit || artist,
    };
  }, [album, text]);
}
