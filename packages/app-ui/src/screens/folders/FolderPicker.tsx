import { useBrowseServerFoldersQuery } from '@jetstream/app-core/hooks';
import type { ServerFolder } from '@jetstream/api-contract';
import { useState } from 'react';
import { Pressable, ScrollView, View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Icon } from '#components/Icon.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { TextField } from '#components/TextField.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useTheme } from '#theme/theme.tsx';
import { useFolderFault } from '../problems/folder-fault.ts';

export interface FolderPickerProps {
  /** What is typed or chosen; empty for the list of roots. */
  path: string;
  onChange: (path: string) => void;
  /** What the server said about the chosen folder. */
  error?: string | undefined;
}

/** The contract counts no further. */
const mostCounted = 1000;

const useStyles = createStyles(({ colors, radius, scaled, space }) => ({
  frame: { gap: space.lg },
  box: { borderRadius: radius.card, borderWidth: 1, borderColor: colors.hairline, overflow: 'hidden' },
  head: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.sm,
    minHeight: scaled(44),
    paddingHorizontal: space.sm,
    backgroundColor: colors.surface,
    borderBottomWidth: 1,
    borderBottomColor: colors.hairline,
  },
  place: { flexGrow: 1, flexShrink: 1 },
  list: { height: '15rem' },
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.md,
    minHeight: scaled(44),
    paddingHorizontal: space.md,
    width: '100%',
  },
  name: { flexGrow: 1, flexShrink: 1 },
  note: { padding: space.lg },
}));

/** A folder of the server's disk: typed, or reached step by step. */
export function FolderPicker({ path, onChange, error }: FolderPickerProps) {
  const styles = useStyles();
  const text = useText();
  const folderFault = useFolderFault();
  const [isTyping, setIsTyping] = useState(false);
  const [opened, setOpened] = useState(path);
  const browse = useBrowseServerFoldersQuery({ query: { path: opened === '' ? undefined : opened } });
  const open = (next: string) => {
    setIsTyping(false);
    setOpened(next);
    onChange(next);
  };
  const type = (next: string) => {
    setIsTyping(true);
    onChange(next);
  };
  const browseError = browse.error && !isTyping ? folderFault(browse.error) : undefined;
  return (
    <View style={styles.frame}>
      <TextField
        error={error ?? browseError}
        hint={text('firstRun.folderPathHint')}
        icon="folder"
        kind="url"
        label={text('firstRun.folderPath')}
        onChange={type}
        onSubmit={() => open(path.trim())}
        value={path}
      />
      <View style={styles.box}>
        <PickerHead folder={browse.data} onOpen={open} />
        <ScrollView style={styles.list}>
          {browse.currentData ? (
            <FolderRows folder={browse.currentData} onOpen={open} />
          ) : (
            browse.isFetching && <SkeletonRows count={5} />
          )}
        </ScrollView>
      </View>
    </View>
  );
}

function PickerHead({ folder, onOpen }: { folder: ServerFolder | undefined; onOpen: (path: string) => void }) {
  const styles = useStyles();
  const text = useText();
  const isRoot = !folder || folder.path === '';
  const count = folder?.audioFileCount ?? 0;
  const audio =
    count >= mostCounted
      ? text('firstRun.audioHereMany', { count: mostCounted })
      : text('firstRun.audioHere', { count });
  return (
    <View style={styles.head}>
      <IconButton
        icon="arrow-up"
        isDisabled={isRoot}
        label={text('firstRun.up')}
        onPress={() => onOpen(folder?.parentPath ?? '')}
        size={32}
      />
      <View style={styles.place}>
        <AppText lines={1} weight="medium">
          {isRoot ? text('firstRun.roots') : folder.path}
        </AppText>
        {!isRoot && (
          <AppText aria-live="polite" size={12} tone={count > 0 ? 'success' : 'muted'}>
            {audio}
          </AppText>
        )}
      </View>
    </View>
  );
}

function FolderRows({ folder, onOpen }: { folder: ServerFolder; onOpen: (path: string) => void }) {
  const styles = useStyles();
  const text = useText();
  const { colors } = useTheme();
  if (folder.folders.length === 0)
    return (
      <View style={styles.note}>
        <AppText tone="muted">{text('firstRun.noFolders')}</AppText>
      </View>
    );
  return (
    <View aria-label={text('firstRun.browse')} role="list">
      {folder.folders.map(({ name, path }) => (
        <View key={path} role="listitem">
          <Pressable
            aria-label={text('firstRun.openFolder', { name })}
            dataSet={{ row: '' }}
            onPress={() => onOpen(path)}
            role="button"
            style={styles.row}
          >
            <Icon color={colors.muted} name="folder" />
            <View style={styles.name}>
              <AppText align="start" lines={1}>
                {name}
              </AppText>
            </View>
            <Icon color={colors.muted} name="chevron-end" size={16} />
          </Pressable>
        </View>
      ))}
    </View>
  );
}
