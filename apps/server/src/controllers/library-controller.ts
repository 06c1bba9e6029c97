import type { LibraryId } from '#models/ids.ts';
import { toPublicLibrary } from '#presenters/library-presenter.ts';
import type { LibraryService } from '#services/library-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

type LibraryEndpoint = 'listLibraries' | 'createLibrary' | 'deleteLibrary' | 'browseServerFolders';

export function createLibraryController(services: {
  libraryService: LibraryService;
}): EndpointHandlers<LibraryEndpoint> {
  const { libraryService } = services;
  return {
    listLibraries: async () => ({ items: (await libraryService.listLibraries()).map(toPublicLibrary) }),
    createLibrary: async ({ body }) => toPublicLibrary(await libraryService.createLibrary(body)),
    async deleteLibrary({ params }) {
      await libraryService.deleteLibrary(params.libraryId as LibraryId);
      return undefined;
    },
    browseServerFolders: ({ query }) => libraryService.browseFolders(query.path),
  };
}
