import { createContext, use } from 'react';

/**
 * False inside the rows of a list that do not have the focus: their links and buttons leave the tab order, so that Tab
 * passes a list of a hundred thousand rows in one step and the arrows walk inside.
 */
const IsTabbable = createContext(true);
export const TabbableProvider = IsTabbable;
export const useTabIndex = (): 0 | -1 => (use(IsTabbable) ? 0 : -1);
