export interface Favourites {
  kind: 'songs' | 'albums' | 'artists';
  list: 'starred' | 'rated';
}

/** Which favourites the address asks for; loved songs when it says nothing. */
export function readFavourites(text: string | undefined): Favourites {
  const parts = new URLSearchParams(text ?? '');
  const kind = parts.get('kind');
  return {
    kind: kind === 'albums' || kind === 'artists' ? kind : 'songs',
    list: parts.get('list') === 'rated' ? 'rated' : 'starred',
  };
}

export function writeFavourites({ kind, list }: Favourites): string | undefined {
  const parts = new URLSearchParams();
  if (kind !== 'songs') parts.set('kind', kind);
  if (list !== 'starred') parts.set('list', list);
  return parts.size > 0 ? parts.toString() : undefined;
}
