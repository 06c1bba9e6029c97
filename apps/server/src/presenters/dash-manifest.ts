import { heardSamplesOf, type Rendition } from '#models/playback.ts';

/** ISO 23009-1, for what is there from the beginning: the same segments as HLS has. */
export function toDashManifest(renditions: readonly Rendition[]): string {
  const [first] = renditions;
  const seconds = first ? first.durationSamples / first.sampleRateHz : 0;
  // Players change within a set only: between rates of one codec.
  const sets = Map.groupBy(renditions, ({ codec, sampleRateHz }) => `${codec} ${sampleRateHz}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" type="static" minBufferTime="PT4S" mediaPresentationDuration="PT${seconds.toFixed(3)}S">`,
    '<Period start="PT0S">',
    ...[...sets.values()].map(toAdaptationSet),
    '</Period>',
    '</MPD>',
    '',
  ].join('\n');
}

function toAdaptationSet(renditions: readonly Rendition[]): string {
  return [
    '<AdaptationSet contentType="audio" mimeType="audio/mp4" segmentAlignment="true" startWithSAP="1">',
    ...renditions.map(toRepresentation),
    '</AdaptationSet>',
  ].join('\n');
}

function toRepresentation(rendition: Rendition): string {
  const { name, mimeType, bitrateKbps, sampleRateHz, channels } = rendition;
  const codecs = /codecs="([^"]*)"/.exec(mimeType)?.[1] ?? '';
  return [
    `<Representation id="${name}" codecs="${codecs}" bandwidth="${Math.round(bitrateKbps * 1000)}" audioSamplingRate="${sampleRateHz}">`,
    `<AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="${channels}"/>`,
    `<SegmentTemplate timescale="${sampleRateHz}" initialization="${name}/init.mp4" media="${name}/$Number$.m4s" startNumber="0">`,
    `<SegmentTimeline>${toTimeline(rendition)}</SegmentTimeline>`,
    '</SegmentTemplate>',
    '</Representation>',
  ].join('\n');
}

/** What is heard of each segment: the edit list of the init segment has moved the delay before 0, so nothing here may do it again. */
function toTimeline(rendition: Rendition): string {
  const lengths = Array.from({ length: rendition.segmentCount }, (_, index) => heardSamplesOf(rendition, index));
  const rows: { length: number; more: number }[] = [];
  for (const length of lengths) {
    const row = rows.at(-1);
    if (row?.length === length) row.more += 1;
    else rows.push({ length, more: 0 });
  }
  return rows
    .map(
      ({ length, more }, index) => `<S${index === 0 ? ' t="0"' : ''} d="${length}"${more > 0 ? ` r="${more}"` : ''}/>`,
    )
    .join('');
}
