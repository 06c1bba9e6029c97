import { selectSettings, type HeardQuality, type SoundQuality } from '@jetstream/app-core';
import { useAppSelector } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { Dialog } from '#components/Dialog.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { FactList, type Fact } from '../items/FactList.tsx';
import { levellingKeys } from '../settings/levelling-keys.ts';
import { qualityNote, soundReason, soundText } from './sound-reason.ts';

export interface SoundDialogProps {
  track: Track;
  /** Null until the engine has told it. */
  quality: HeardQuality | null;
  onClose: () => void;
}

const toLevellingKey = (levelling: keyof typeof levellingKeys, { hasLoudness }: HeardQuality) =>
  levelling === 'off' || hasLoudness ? levellingKeys[levelling] : 'sound.levellingUnknown';

/** What the file is, what is heard of it, and why that is so. */
export function SoundDialog({ track, quality, onClose }: SoundDialogProps) {
  const text = useText();
  const { navigate } = useNavigation();
  const { levelling } = useAppSelector(selectSettings);
  const factsOf = useFormatFacts();
  const note = quality && qualityNote(quality, track.format, text);
  return (
    <Dialog
      actions={
        <Button
          icon="settings"
          label={text('settings.playback')}
          onPress={() => {
            onClose();
            navigate({ screen: 'settings', section: 'playback' });
          }}
        />
      }
      onClose={onClose}
      size="medium"
      title={text('sound.details')}
    >
      {quality && <AppText size={16}>{soundReason(quality, track.format, text)}</AppText>}
      {note && <AppText tone="muted">{note}</AppText>}
      {quality && (
        <FactList
          facts={[
            ...factsOf(quality),
            { label: text('sound.levelling'), value: text(toLevellingKey(levelling, quality)) },
          ]}
          title={text('sound.heard')}
        />
      )}
      {quality?.decision !== 'direct' && <FactList facts={factsOf(track.format)} title={text('sound.original')} />}
    </Dialog>
  );
}

function useFormatFacts(): (format: Omit<SoundQuality, 'decision' | 'reason' | 'chosen'>) => Fact[] {
  const text = useText();
  const { number } = useFormat();
  return ({ channels, ...format }) => [
    { label: text('menus.format'), value: soundText(format, text) },
    {
      label: text('menus.sampleRate'),
      value: format.sampleRateHz && text('menus.sampleRateValue', { value: format.sampleRateHz / 1000 }),
    },
    {
      label: text('menus.channels'),
      value: channels === 1 ? text('menus.mono') : channels === 2 ? text('menus.stereo') : channels && number(channels),
    },
  ];
}
