/** What lies beside tracks and belongs to them. */
export type CompanionKind = 'cover' | 'lyrics';

export interface Companions {
  /** What scans take a file of this name for; undefined for all others. */
  kindOf(name: string): CompanionKind | undefined;
  /** Larger ones are passed over by scans. */
  readonly largestBytes: Readonly<Record<CompanionKind, number>>;
  /** Whether the content is what the name promises: a picture that can be shown, or a text with words. */
  isGenuine(kind: CompanionKind, bytes: Uint8Array): Promise<boolean>;
}
