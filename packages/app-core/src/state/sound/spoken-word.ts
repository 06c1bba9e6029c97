import type { Track } from '@jetstream/api-contract';

/** What taggers and shops call it; among them 101, 183 and 186 of the genres that ID3v1 numbers, as Winamp extended them. */
const SPOKEN_GENRE =
  /audio ?book|audiolibro|livre audio|h(?:ö|oe)r(?:buch|b(?:ü|ue)cher|spiel)|podcast|radio ?play|\bspeech\b|\bspoken\b/iu;

export const isSpokenWord = ({ genres }: Pick<Track, 'genres'>): boolean =>
  genres.some((genre) => SPOKEN_GENRE.test(genre.normalize()));
