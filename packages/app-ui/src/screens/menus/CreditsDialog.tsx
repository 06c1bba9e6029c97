import { useGetTrackQuery } from '@jetstream/app-core/hooks';
import type { TrackDetail } from '@jetstream/api-contract';
import { Fragment } from 'react';
import { AppText } from '#components/AppText.tsx';
import { Dialog } from '#components/Dialog.tsx';
import { Link } from '#components/Link.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { FactList } from '../items/FactList.tsx';
import { ProblemState } from '../problems/ProblemState.tsx';
import { qualityText } from '../player/quality-text.ts';
import { groupCredits, roleKeys, type CreditLine } from './credit-facts.ts';

export interface CreditsDialogProps {
  trackId: string;
  title: string;
  onClose: () => void;
}

/** Everything that is known about a track: who made it, when, how it sounds, where its file is. */
export function CreditsDialog({ trackId, title, onClose }: CreditsDialogProps) {
  const text = useText();
  const { data, error, isFetching, refetch } = useGetTrackQuery({ params: { trackId } });
  return (
    <Dialog onClose={onClose} size="medium" title={text('menus.creditsOf', { title })}>
      {data ? (
        <>
          <Credits onNavigate={onClose} track={data} />
          <Sound track={data} />
          <File onNavigate={onClose} track={data} />
        </>
      ) : error ? (
        <ProblemState failure={error} isCompact isRetrying={isFetching} onRetry={refetch} />
      ) : (
        <SkeletonRows count={6} />
      )}
    </Dialog>
  );
}

function People({ line, onNavigate }: { line: CreditLine; onNavigate: () => void }) {
  return (
    <AppText>
      {line.people.map(({ id, name, detail }, at) => (
        <Fragment key={`${id} ${detail ?? ''}`}>
          {at > 0 && ', '}
          <Link onPress={onNavigate} to={{ screen: 'artist', artistId: id }}>
            {name}
          </Link>
          {detail && ` (${detail})`}
        </Fragment>
      ))}
    </AppText>
  );
}

function Credits({ track, onNavigate }: { track: TrackDetail; onNavigate: () => void }) {
  const text = useText();
  const people = groupCredits(track.credits).map((line) => ({
    label: text(roleKeys[line.role]),
    value: <People line={line} onNavigate={onNavigate} />,
  }));
  return (
    <>
      <FactList facts={people} title={text('menus.sectionCredits')} />
      <FactList
        facts={[
          { label: text('menus.album'), value: track.albumTitle },
          { label: text('menus.releaseDate'), value: track.releaseDate },
          { label: text('menus.originalDate'), value: track.originalDate },
          { label: text('menus.genres'), value: track.genres.join(', ') },
          { label: text('menus.comment'), value: track.comment },
          { label: text('menus.musicBrainzRecording'), value: track.musicBrainz.recordingId },
          { label: text('menus.musicBrainzRelease'), value: track.musicBrainz.releaseId },
        ]}
        title={text('menus.sectionRelease')}
      />
    </>
  );
}

function Sound({ track }: { track: TrackDetail }) {
  const text = useText();
  const format = useFormat();
  const { channels, bitrateKbps, sampleRateHz, bitDepth } = track.format;
  const gain = (gainDb: number | null | undefined, peak: number | null | undefined) =>
    gainDb === null || gainDb === undefined
      ? null
      : peak === null || peak === undefined
        ? text('menus.gainValue', { value: gainDb })
        : text('menus.gainWithPeak', { value: gainDb, peak });
  const channelText =
    channels === 1 ? text('menus.mono') : channels === 2 ? text('menus.stereo') : channels && format.number(channels);
  const known = (value: number | null, toText: (value: number) => string) => (value === null ? null : toText(value));
  return (
    <FactList
      facts={[
        { label: text('menus.format'), value: qualityText(track.format) },
        {
          label: text('menus.bitrate'),
          value: known(bitrateKbps, (value) => text('menus.bitrateValue', { value: Math.round(value) })),
        },
        {
          label: text('menus.sampleRate'),
          value: known(sampleRateHz, (value) => text('menus.sampleRateValue', { value: value / 1000 })),
        },
        { label: text('menus.bitDepth'), value: known(bitDepth, (value) => text('menus.bitDepthValue', { value })) },
        { label: text('menus.channels'), value: channelText },
        { label: text('menus.bpm'), value: known(track.bpm, (value) => text('menus.bpmValue', { value })) },
        { label: text('menus.trackGain'), value: gain(track.replayGain?.trackGainDb, track.replayGain?.trackPeak) },
        { label: text('menus.albumGain'), value: gain(track.replayGain?.albumGainDb, track.replayGain?.albumPeak) },
      ]}
      title={text('menus.sectionSound')}
    />
  );
}

function File({ track, onNavigate }: { track: TrackDetail; onNavigate: () => void }) {
  const text = useText();
  const format = useFormat();
  const { playCount, lastPlayedAt } = track.annotation;
  return (
    <>
      <FactList
        facts={[
          {
            label: text('menus.path'),
            value: (
              <AppText>
                <Link onPress={onNavigate} to={{ screen: 'folder', folderId: track.folderId }}>
                  {track.path}
                </Link>
              </AppText>
            ),
          },
          { label: text('menus.size'), value: format.bytes(track.sizeBytes) },
          { label: text('menus.length'), value: format.clock(track.durationMs) },
          { label: text('menus.added'), value: format.date(track.addedAt) },
        ]}
        title={text('menus.sectionFile')}
      />
      <FactList
        facts={[
          { label: text('menus.plays'), value: text('library.playCount', { count: playCount }) },
          { label: text('menus.lastPlayed'), value: lastPlayedAt && format.dateTime(lastPlayedAt) },
        ]}
        title={text('menus.sectionListening')}
      />
    </>
  );
}
