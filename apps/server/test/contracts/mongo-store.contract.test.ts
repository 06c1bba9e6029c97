import { describe } from 'node:test';
import { needsMongo, openMongoCatalogue } from '#test/support/open-test-mongo.ts';
import { describeAlbumRepository } from './album-repository-contract.ts';
import { describeArtistRepository } from './artist-repository-contract.ts';
import { describeLibraryRepository, describeScanRepository } from './library-repository-contract.ts';
import { describeTrackAnalysisRepository, describeTrackSounds } from './track-analysis-repository-contract.ts';
import { describeTrackRepository } from './track-repository-contract.ts';

describe('MongoDB', needsMongo, () => {
  describeLibraryRepository(openMongoCatalogue);
  describeScanRepository(openMongoCatalogue);
  describeTrackRepository(openMongoCatalogue);
  describeAlbumRepository(openMongoCatalogue);
  describeArtistRepository(openMongoCatalogue);
  describeTrackAnalysisRepository(openMongoCatalogue);
  describeTrackSounds(openMongoCatalogue);
});
