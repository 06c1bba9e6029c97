import { z } from 'zod';
import { parseAnalysisHours } from '#models/analysis-hours.ts';
import { define, wholeNumber } from './setting.ts';

/** How sound is encoded for clients that do not play the files. */
export const playbackSettings = {
  transcodeJobs: define<number>({
    description: 'Pieces of sound that are encoded at once, in all; 0 for as many as there are processors.',
    expects: 'a number from 0 to 256',
    schema: wholeNumber(0, 256),
    default: 0,
    env: 'JETSTREAM_TRANSCODE_JOBS',
  }),
  transcodeJobsPerUser: define<number>({
    description: 'How many of them may be for one user.',
    expects: 'a number from 1 to 256',
    schema: wholeNumber(1, 256),
    default: 4,
    env: 'JETSTREAM_TRANSCODE_JOBS_PER_USER',
  }),
  analysisHours: define<string>({
    description:
      'When loudness and waveforms of new tracks are measured: off, always, or hours of the day such as 1-6 (of this machine’s clock).',
    expects: 'off, always, or two hours such as 1-6',
    schema: z.string().refine((text) => parseAnalysisHours(text) !== undefined),
    default: 'always',
    env: 'JETSTREAM_ANALYSIS_HOURS',
  }),
  transcodeCacheMb: define<number>({
    description: 'Megabytes of encoded sound that are kept on the disk; those not heard for longest go first.',
    expects: 'a number of megabytes from 10 to 100000000',
    schema: wholeNumber(10, 100_000_000),
    default: 5000,
    env: 'JETSTREAM_TRANSCODE_CACHE_MB',
  }),
} as const;
