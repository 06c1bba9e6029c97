import { Fragment } from 'react';
import { AppText, type AppTextProps } from './AppText.tsx';
import { Link } from './Link.tsx';

export interface ArtistLinksProps {
  /** The credit as the release writes it, such as `A feat. B & C`. */
  credit: string;
  artists: readonly { id: string; name: string }[];
  size?: AppTextProps['size'];
  tone?: AppTextProps['tone'];
  lines?: number;
  align?: AppTextProps['align'];
}

interface Part {
  text: string;
  artistId?: string;
}

/** The credit cut at the artists' names, so that the words between them stay as the release has them. */
export function creditParts(credit: string, artists: readonly { id: string; name: string }[]): Part[] {
  const parts: Part[] = [];
  let rest = credit;
  for (const { id, name } of artists) {
    const at = name === '' ? -1 : rest.indexOf(name);
    if (at < 0) continue;
    if (at > 0) parts.push({ text: rest.slice(0, at) });
    parts.push({ text: name, artistId: id });
    rest = rest.slice(at + name.length);
  }
  if (rest !== '') parts.push({ text: rest });
  return parts;
}

export function ArtistLinks({ credit, artists, size = 14, tone = 'muted', lines = 1, align }: ArtistLinksProps) {
  return (
    <AppText lines={lines} size={size} tone={tone} {...(align && { align })}>
      {creditParts(credit, artists).map(({ text, artistId }, index) => (
        <Fragment key={`${index} ${text}`}>
          {artistId ? <Link to={{ screen: 'artist', artistId }}>{text}</Link> : text}
        </Fragment>
      ))}
    </AppText>
  );
}
