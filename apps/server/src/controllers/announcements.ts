import type { ServerEvent } from '@jetstream/api-contract';
import type { Caller } from '#models/caller.ts';
import { toPublicJob } from '#presenters/job-presenter.ts';
import { toPublicScan } from '#presenters/scan-presenter.ts';
import type { DomainEvents } from '#services/events.ts';

/** A message on the event stream, and who may read it. */
export interface Announcement {
  event: ServerEvent;
  isFor: (caller: Caller) => boolean;
}

const isAdministrator = (caller: Caller): boolean => caller.role === 'administrator';
const isUser =
  (userId: string) =>
  (caller: Caller): boolean =>
    caller.userId === userId;

/** What is told to the outside of each domain event; those without an entry stay inside. */
export const announcements = {
  scanProgressed: ({ scan }) => ({
    event: { type: 'scan-progressed', scan: toPublicScan(scan) },
    isFor: isAdministrator,
  }),
  jobProgressed: ({ job }) => ({ event: { type: 'job-progressed', job: toPublicJob(job) }, isFor: isAdministrator }),
  demoAlbumProgressed: ({ demoAlbum }) => ({
    event: { type: 'demo-album-progressed', demoAlbum },
    isFor: isAdministrator,
  }),
  uploadChanged: ({ id, userId, state }) => ({
    event: { type: 'upload-changed', uploadId: id, state },
    isFor: isUser(userId),
  }),
  libraryChanged: ({ version }) => ({ event: { type: 'library-changed', version }, isFor: () => true }),
  settingsChanged: ({ userId }) => ({ event: { type: 'settings-changed' }, isFor: isUser(userId) }),
  queueChanged: ({ userId, client }) => ({ event: { type: 'queue-changed', client }, isFor: isUser(userId) }),
  annotationChanged: ({ userId, kind, itemId }) => ({
    event: { type: 'annotation-changed', kind, id: itemId },
    isFor: isUser(userId),
  }),
} as const satisfies { [Name in keyof DomainEvents]?: (event: DomainEvents[Name]) => Announcement };
