import { createContext, use } from 'react';

/** Address of a cover scaled to `size` pixels; supplied by the app, which knows server and token. */
export type CoverSource = (coverId: string, size: number) => string;
const CoverSourceContext = createContext<CoverSource>((coverId, size) => `/api/v1/covers/${coverId}?size=${size}`);
export const CoverSourceProvider = CoverSourceContext;
export const useCoverSource = (): CoverSource => use(CoverSourceContext);

/** Few sizes, so that the server's and the browser's caches are hit. */
const sizes = [96, 192, 320, 640, 1000, 1600];
export const coverSizeFor = (pixels: number): number => sizes.find((size) => size >= pixels) ?? 1600;
