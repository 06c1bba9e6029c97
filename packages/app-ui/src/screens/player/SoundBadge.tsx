import { selectSoundQuality } from '@jetstream/app-core';
import { useAppSelector } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { Suspense, useState } from 'react';
import { Pressable } from 'react-native';
import { Badge } from '#components/Badge.tsx';
import { lazyPatiently } from '#components/lazy-patiently.ts';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { codecName, qualityText } from './quality-text.ts';
import { soundReason } from './sound-reason.ts';

const SoundDialog = lazyPatiently(async () => (await import('./SoundDialog.tsx')).SoundDialog);
const useStyles = createStyles(({ radius, scaled }) => ({
  button: { minHeight: scaled(24), justifyContent: 'center', borderRadius: radius.row },
}));

/** What is heard of a track: `FLAC 24/96`, or `APE → Opus 128` when it was converted. A press tells why. */
export function SoundBadge({ track }: { track: Track }) {
  const styles = useStyles();
  const text = useText();
  const quality = useAppSelector(selectSoundQuality);
  const [isOpen, setIsOpen] = useState(false);
  const heard = qualityText(quality ?? track.format);
  const label = quality?.decision === 'transcode' ? `${codecName(track.format.codec)} → ${heard}` : heard;
  return (
    <>
      <Pressable
        aria-haspopup="dialog"
        aria-label={text('sound.detailsNamed', { format: label })}
        dataSet={{
          press: 'quiet',
          sound: quality?.decision ?? '',
          tooltip: quality ? soundReason(quality, track.format, text) : text('sound.details'),
        }}
        onPress={() => setIsOpen(true)}
        role="button"
        style={styles.button}
      >
        <Badge label={label} />
      </Pressable>
      {isOpen && (
        <Suspense>
          <SoundDialog onClose={() => setIsOpen(false)} quality={quality} track={track} />
        </Suspense>
      )}
    </>
  );
}
