import { View } from 'react-native';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { PanelSwitch, type PanelName } from './PanelSwitch.tsx';
import { SoundTools } from './SoundTools.tsx';

const useStyles = createStyles(({ space }) => ({
  // The outermost drawings stand at the edges of the column.
  row: {
    flexDirection: 'row',
    justifyContent: 'space-between',
    alignItems: 'center',
    marginHorizontal: -space.sm,
    alignSelf: 'stretch',
  },
}));

/** The last row of the full player on phones, the same whether the stage or a panel is above it. */
export function PhoneTools({ panel }: { panel: PanelName | undefined }) {
  const styles = useStyles();
  const text = useText();
  return (
    <View aria-label={text('sound.tools')} role="group" style={styles.row}>
      <PanelSwitch panel={panel} />
      <SoundTools />
    </View>
  );
}
