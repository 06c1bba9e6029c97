import { createContext, use, type RefObject } from 'react';

/** The one element of a page that scrolls; lists watch it instead of scrolling themselves. */
const ScrollContainerContext = createContext<RefObject<HTMLElement | null>>({ current: null });
export const ScrollContainerProvider = ScrollContainerContext;
export const useScrollContainer = (): RefObject<HTMLElement | null> => use(ScrollContainerContext);
