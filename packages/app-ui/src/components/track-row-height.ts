/** Height of a row of tracks at normal text size; lists multiply it by the text scale. */
export const trackRowHeight = (isDense: boolean): number => (isDense ? 40 : 56);
