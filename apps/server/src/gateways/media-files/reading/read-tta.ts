import { keyOfRange } from './audio-key.ts';
import { type FileView, MalformedAudio } from './file-view.ts';
import { readId3v2 } from './id3v2.ts';
import { type RawReading, toBitrateKbps, toDurationMs } from './raw-reading.ts';
import { TagSink } from './tag-sink.ts';
import { readTrailingTags } from './trailing-tags.ts';

const HEADER_BYTES = 22;

/** Reads True Audio: one small header, tags as in MP3. */
export function readTta(view: FileView): RawReading {
  const leading = readId3v2(view, 0);
  const header = view.read(leading.end, HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 4) !== 'TTA1')
    throw new MalformedAudio('No True Audio header.');
  const trailing = readTrailingTags(view, leading.end);
  const sink = new TagSink();
  sink.addMissingFrom(leading.sink);
  sink.addMissingFrom(trailing.sink);
  const sampleRateHz = header.readUInt32LE(10);
  const durationMs = toDurationMs(header.readUInt32LE(14), sampleRateHz);
  return {
    sink,
    durationMs,
    audioKey: keyOfRange(view, 'tta', leading.end, trailing.end),
    format: {
      container: 'TTA',
      codec: 'tta',
      mimeType: 'audio/x-tta',
      isLossless: true,
      bitrateKbps: toBitrateKbps(trailing.end - leading.end, durationMs),
      sampleRateHz: sampleRateHz || null,
      bitDepth: header.readUInt16LE(8) || null,
      channels: header.readUInt16LE(6) || null,
    },
  };
}
