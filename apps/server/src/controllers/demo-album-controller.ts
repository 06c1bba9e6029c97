import type { DemoAlbumService } from '#services/demo-album-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

export function createDemoAlbumController({
  demoAlbumService,
}: {
  demoAlbumService: DemoAlbumService;
}): EndpointHandlers<'getDemoAlbum' | 'createDemoAlbum'> {
  return {
    getDemoAlbum: () => demoAlbumService.getState(),
    createDemoAlbum: () => demoAlbumService.create(),
  };
}
