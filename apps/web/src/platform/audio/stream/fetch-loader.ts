import type { StreamLoader } from './stream-loader.ts';

/** What fills media sources: the app fetches it once it is on screen, so that it is there when somebody presses play. */
export const fetchLoader = async (): Promise<typeof StreamLoader> => (await import('./stream-loader.ts')).StreamLoader;
