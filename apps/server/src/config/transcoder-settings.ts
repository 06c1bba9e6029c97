import { z } from 'zod';
import { define } from './setting.ts';

/** What decodes and encodes sound. */
export const transcoderSettings = {
  transcoder: define<'auto' | 'node-av' | 'ffmpeg' | 'none'>({
    description:
      'What decodes and encodes sound: node-av (installed with JetStream, fastest), the ffmpeg program, or none; auto takes the first that is there.',
    expects: 'one of auto, node-av, ffmpeg, none',
    schema: z.enum(['auto', 'node-av', 'ffmpeg', 'none']),
    default: 'auto',
    env: 'JETSTREAM_TRANSCODER',
  }),
  ffmpeg: define<string>({
    description: 'The ffmpeg program, with ffprobe beside it.',
    expects: 'the path of the ffmpeg program',
    schema: z.string(),
    default: '',
    defaultText: 'looked for in the usual folders',
    env: 'JETSTREAM_FFMPEG',
    isPath: true,
  }),
} as const;
