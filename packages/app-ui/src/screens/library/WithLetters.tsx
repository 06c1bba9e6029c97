import { useSyncExternalStore, type ReactNode } from 'react';
import { View } from 'react-native';
import { LetterRail } from '#components/LetterRail.tsx';
import { createStyles } from '#theme/create-styles.ts';
import type { RowPosition } from './use-list-reporter.ts';

export interface WithLettersProps {
  letters: readonly { letter: string; row: number }[];
  total: number;
  onJump: (row: number) => void;
  position: RowPosition;
  children: ReactNode;
}

const worthARail = 60;

const useStyles = createStyles(({ space }) => ({
  row: { flexDirection: 'row', gap: space.sm },
  list: { flexGrow: 1, flexShrink: 1, minWidth: 0 },
}));

/** A list with A to Z beside it, when it is long enough to get lost in. */
export function WithLetters({ letters, total, onJump, position, children }: WithLettersProps) {
  const styles = useStyles();
  const currentRow = useSyncExternalStore(position.subscribe, position.read, position.read);
  const hasRail = total >= worthARail && letters.length > 1;
  return (
    <View style={styles.row}>
      <View style={styles.list}>{children}</View>
      {hasRail && <LetterRail currentRow={currentRow} letters={letters} onJump={onJump} />}
    </View>
  );
}
