import { selectCurrentItem, selectRightPanel, setRightPanel } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { AccentScope } from '#components/AccentScope.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { Panel } from '#layouts/Panel.tsx';
import { useText } from '#locale/use-text.ts';
import { Lyrics } from './Lyrics.tsx';
import { QueueList } from './QueueList.tsx';

/** Queue or lyrics beside the content; nothing when neither was asked for. */
export function PlayerPanel() {
  const text = useText();
  const dispatch = useAppDispatch();
  const panel = useAppSelector(selectRightPanel);
  const track = useAppSelector(selectCurrentItem)?.track;
  if (panel !== 'queue' && panel !== 'lyrics') return null;
  const nothing = (
    <EmptyState hint={text('player.nothingPlayingHint')} icon="song" isCompact title={text('player.nothingPlaying')} />
  );
  return (
    <AccentScope accent={track?.cover?.accent}>
      <Panel
        onClose={() => dispatch(setRightPanel('none'))}
        title={text(panel === 'queue' ? 'player.queue' : 'player.lyrics')}
      >
        {panel === 'queue' && <QueueList />}
        {panel === 'lyrics' && (track ? <Lyrics track={track} /> : nothing)}
      </Panel>
    </AccentScope>
  );
}
