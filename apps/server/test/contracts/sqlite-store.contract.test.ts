import { openTestStore } from '#test/support/open-test-store.ts';
import { describeAlbumRepository } from './album-repository-contract.ts';
import {
  describeEventLogRepository,
  describeRequestLogRepository,
  describeStatisticsRepository,
  describeSumRepository,
} from './analytics-repository-contract.ts';
import { describeArtistRepository } from './artist-repository-contract.ts';
import { describeLibraryRepository, describeScanRepository } from './library-repository-contract.ts';
import {
  describeAnnotationRepository,
  describePlayRepository,
  describeQueueRepository,
  describeUserRepository,
} from './people-repository-contract.ts';
import { describeSearchIndex } from './search-index-contract.ts';
import { describeTrackAnalysisRepository, describeTrackSounds } from './track-analysis-repository-contract.ts';
import { describeTrackRepository } from './track-repository-contract.ts';
import { describeUploadRepository } from './upload-repository-contract.ts';

describeUserRepository(openTestStore);
describeAnnotationRepository(openTestStore);
describePlayRepository(openTestStore);
describeEventLogRepository(openTestStore);
describeRequestLogRepository(openTestStore);
describeStatisticsRepository(openTestStore);
describeSumRepository(openTestStore);
describeQueueRepository(openTestStore);
describeLibraryRepository(openTestStore);
describeScanRepository(openTestStore);
describeTrackRepository(openTestStore);
describeAlbumRepository(openTestStore);
describeArtistRepository(openTestStore);
describeSearchIndex(openTestStore);
describeUploadRepository(openTestStore);
describeTrackAnalysisRepository(openTestStore);
describeTrackSounds(openTestStore);
