import { useDeleteLibraryMutation } from '@jetstream/app-core/hooks';
import type { Library } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Badge } from '#components/Badge.tsx';
import { Button } from '#components/Button.tsx';
import { Icon } from '#components/Icon.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { SectionHeader } from '#components/SectionHeader.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useTheme } from '#theme/theme.tsx';
import { FolderPicker } from '../folders/FolderPicker.tsx';
import { useAddFolder } from '../folders/use-add-folder.ts';
import { DemoCard } from './DemoCard.tsx';

export interface MusicStepProps {
  libraries: readonly Library[];
  /** A folder was added: there may be more to come. */
  onAdded: () => void;
  onContinue: () => void;
  onSkip: () => void;
}

const useStyles = createStyles(({ colors, radius, scaled, space }) => ({
  form: { gap: space.xl },
  section: { gap: space.md },
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    minHeight: scaled(48),
    paddingHorizontal: space.md,
    borderRadius: radius.card,
    backgroundColor: colors.surface,
    marginBottom: space.sm,
  },
  words: { flexGrow: 1, flexShrink: 1 },
  buttons: { flexDirection: 'row', flexWrap: 'wrap', gap: space.md },
}));

/** Where the music is: configured folders, folders of this server, or music made on the spot. */
export function MusicStep({ libraries, onAdded, onContinue, onSkip }: MusicStepProps) {
  const styles = useStyles();
  const text = useText();
  const folder = useAddFolder(onAdded);
  return (
    <View style={styles.form}>
      {libraries.length > 0 && <ChosenFolders libraries={libraries} />}
      <FolderPicker error={folder.error} onChange={folder.setPath} path={folder.path} />
      <View style={styles.buttons}>
        <Button
          icon="plus"
          isBusy={folder.isBusy}
          isDisabled={folder.path.trim() === ''}
          kind={libraries.length > 0 ? 'secondary' : 'primary'}
          label={text(folder.isBusy ? 'firstRun.addingFolder' : 'firstRun.addFolder')}
          onPress={folder.add}
        />
        {libraries.length > 0 ? (
          <Button kind="primary" label={text('firstRun.continueWithFolders')} onPress={onContinue} />
        ) : (
          <Button kind="quiet" label={text('firstRun.skip')} onPress={onSkip} />
        )}
      </View>
      <DemoCard onStarted={onContinue} />
    </View>
  );
}

function ChosenFolders({ libraries }: { libraries: readonly Library[] }) {
  const styles = useStyles();
  const text = useText();
  const { colors } = useTheme();
  const [removeLibrary] = useDeleteLibraryMutation();
  return (
    <View style={styles.section}>
      <SectionHeader level={2} title={text('firstRun.yourFolders')} />
      <View aria-label={text('firstRun.yourFolders')} role="list">
        {libraries.map(({ id, path, name, isManaged, isReachable }) => (
          <View key={id} role="listitem" style={styles.row}>
            <Icon color={colors.muted} name="folder" />
            <View style={styles.words}>
              <AppText lines={1} weight="medium">
                {name}
              </AppText>
              <AppText lines={1} size={12} tone="muted">
                {path}
              </AppText>
            </View>
            {!isReachable && <Badge kind="danger" label={text('settings.unreachable')} />}
            {isManaged ? (
              <Badge label={text('settings.managed')} />
            ) : (
              <IconButton
                icon="close"
                iconSize={16}
                label={text('firstRun.removeFolder', { path })}
                onPress={() => void removeLibrary({ params: { libraryId: id } })}
                size={32}
              />
            )}
          </View>
        ))}
      </View>
    </View>
  );
}
