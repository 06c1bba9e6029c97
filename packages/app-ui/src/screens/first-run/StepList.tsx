import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { VisuallyHidden } from '#components/VisuallyHidden.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import type { FirstRunStep } from './first-run-step.ts';

const steps = ['account', 'music', 'listen'] as const satisfies readonly FirstRunStep[];
const titles = { account: 'firstRun.stepAccount', music: 'firstRun.stepMusic', listen: 'firstRun.stepListen' } as const;

const useStyles = createStyles(({ colors, radius, space }) => ({
  frame: { gap: space.sm, marginBottom: space.lg },
  bars: { flexDirection: 'row', gap: space.sm },
  bar: { height: 4, width: '2.5rem', borderRadius: radius.full, backgroundColor: colors.tint },
  barOn: { backgroundColor: colors.accent },
}));

export const firstRunTitle = (step: FirstRunStep) => titles[step];

/** Three bars; the words are for those who do not see them. */
export function StepList({ step }: { step: FirstRunStep }) {
  const styles = useStyles();
  const text = useText();
  const at = steps.indexOf(step);
  return (
    <View style={styles.frame}>
      <View aria-hidden style={styles.bars}>
        {steps.map((one, index) => (
          <View key={one} style={[styles.bar, index <= at && styles.barOn]} />
        ))}
      </View>
      <AppText aria-hidden size={12} tone="muted">
        {text('firstRun.stepOf', { step: at + 1, count: steps.length })}
      </AppText>
      <VisuallyHidden isLive>
        {`${text('firstRun.stepOf', { step: at + 1, count: steps.length })}: ${text(titles[step])}`}
      </VisuallyHidden>
    </View>
  );
}
