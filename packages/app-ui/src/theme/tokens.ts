export const space = { xs: 4, sm: 8, md: 12, lg: 16, xl: 24, xxl: 32, huge: 48, vast: 64 } as const;
export const radius = { row: 4, card: 8, sheet: 16, full: 9999 } as const;
export type TypeSize = 12 | 14 | 16 | 20 | 28 | 40;
export const weight = { regular: '400', medium: '500', bold: '700' } as const;
export const lineHeight = { title: 1.2, text: 1.5 } as const;
export const motion = {
  feedbackMs: 120,
  surfaceMs: 220,
  easeOut: 'cubic-bezier(0.2, 0.8, 0.2, 1)',
  easeInOut: 'cubic-bezier(0.4, 0, 0.2, 1)',
} as const;

/** Widths at which the arrangement changes. */
export const breakpoint = { tablet: 640, desktop: 1024 } as const;
export const contentMaxWidth = 1600;
/** 24 is the least that WCAG 2.2 asks; fingers get 44. */
export const target = { pointer: 32, touch: 44 } as const;
