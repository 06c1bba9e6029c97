import type { JobHandler } from '#models/job.ts';
import type { ArtworkService } from '#services/artwork-service.ts';

export const createArtworkJob =
  ({ artworkService }: { artworkService: Pick<ArtworkService, 'analyseCovers'> }): JobHandler<'artwork'> =>
  (run) =>
    artworkService.analyseCovers(run);
