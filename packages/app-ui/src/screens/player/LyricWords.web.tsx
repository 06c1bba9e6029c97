import type { LyricWord } from '@jetstream/api-contract';
import { Dom } from '#components/Dom.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useSung } from './use-sung.ts';

const useStyles = createStyles(({ colors }) => ({
  // What is sung colours in while it is sung: the transition lasts as long as the word.
  word: { color: colors.muted, transitionProperty: 'color', transitionTimingFunction: 'linear' },
  sung: { color: colors.text },
}));

/** The words of the line that is sung. `data-start` tells where a press on one seeks to. */
export function LyricWords({ words }: { words: readonly LyricWord[] }) {
  const styles = useStyles();
  const current = useSung(words);
  return words.map(({ startMs, endMs, text }, index) => (
    <Dom
      as="span"
      dataSet={{ start: startMs, word: index <= current ? 'sung' : '' }}
      key={`${index} ${text}`}
      style={[
        styles.word,
        index <= current && styles.sung,
        { transitionDuration: index === current ? `${Math.min(endMs - startMs, 1_500)}ms` : '0ms' },
      ]}
    >
      {text}
    </Dom>
  ));
}
