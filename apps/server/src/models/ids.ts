declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type UserId = Id<'user'>;
export type LibraryId = Id<'library'>;
export type FolderId = Id<'folder'>;
export type TrackId = Id<'track'>;
export type AlbumId = Id<'album'>;
export type ArtistId = Id<'artist'>;
export type GenreId = Id<'genre'>;
export type CoverId = Id<'cover'>;
export type ScanId = Id<'scan'>;
export type SessionId = Id<'session'>;
export type JobId = Id<'job'>;
/** Of a recording as it sounds, whatever its file is called and however it is tagged. */
export type SoundId = Id<'sound'>;
export type UploadId = Id<'upload'>;
