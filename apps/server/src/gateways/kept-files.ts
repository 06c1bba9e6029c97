/** A file of a cache, and what of the catalogue it was made from. */
export interface KeptFile<OwnerId> {
  path: string;
  ownerId: OwnerId;
  /** When it was written; on a disk, when it was last used. */
  touchedAtMs: number;
}

export interface KeptFilePage<OwnerId> {
  files: KeptFile<OwnerId>[];
  /** Undefined on the last page. */
  cursor: string | undefined;
}

/** A cache that can be looked through for what is of no use any more. @throws DomainError unavailable when its store is away */
export interface KeptFiles<OwnerId> {
  listKept(cursor?: string): Promise<KeptFilePage<OwnerId>>;
  /** Nothing happens when it was touched since `beforeMs`. Returns whether it is gone. */
  deleteKept(path: string, beforeMs: number): Promise<boolean>;
}
