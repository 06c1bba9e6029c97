import { selectHasSingleKeyShortcuts, setSingleKeyShortcuts } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { Fragment } from 'react';
import { AppText } from '#components/AppText.tsx';
import { Dialog } from '#components/Dialog.tsx';
import { Dom } from '#components/Dom.tsx';
import { Switch } from '#components/Switch.tsx';
import type { TextKey } from '#locale/dictionary.ts';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { shortcutSections } from './shortcuts.ts';

const useStyles = createStyles(({ space }) => ({
  sections: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(18rem, 1fr))', gap: space.xl },
  section: { display: 'flex', flexDirection: 'column', gap: space.xs },
  row: {
    display: 'flex',
    flexDirection: 'row',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: space.lg,
    minHeight: '2.25rem',
  },
  keys: { display: 'flex', flexDirection: 'row', gap: space.xs, alignItems: 'center', flexShrink: 0 },
}));

/** Keys that are printed differently on keyboards of other languages. */
const keyNames: Readonly<Record<string, TextKey>> = {
  Space: 'shell.keySpace',
  Ctrl: 'shell.keyControl',
};

function Keys({ keys }: { keys: readonly string[] }) {
  const styles = useStyles();
  const text = useText();
  return (
    <Dom as="span" style={styles.keys}>
      {keys.map((combination, index) => (
        <Fragment key={combination}>
          {index > 0 && (
            <AppText size={12} tone="muted">
              {text('shell.keyOr')}
            </AppText>
          )}
          {combination.split(/[ +]/).map((key) => (
            <kbd key={key}>{keyNames[key] ? text(keyNames[key]) : key}</kbd>
          ))}
        </Fragment>
      ))}
    </Dom>
  );
}

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const hasSingleKeys = useAppSelector(selectHasSingleKeyShortcuts);
  return (
    <Dialog onClose={onClose} size="large" title={text('shell.shortcuts')}>
      <Dom as="div" style={styles.sections}>
        {shortcutSections.map((section) => (
          <Dom as="section" key={section.textKey} style={styles.section}>
            <AppText level={3} tone="muted" weight="medium">
              {text(section.textKey)}
            </AppText>
            {section.entries.map((entry) => (
              <Dom as="div" key={entry.textKey} style={styles.row}>
                <AppText>{text(entry.textKey)}</AppText>
                <Keys keys={entry.keys} />
              </Dom>
            ))}
          </Dom>
        ))}
      </Dom>
      <Switch
        hint={text('shell.shortcutsOffHint')}
        isOn={hasSingleKeys}
        label={text('shell.shortcutsOff')}
        onChange={(isOn) => dispatch(setSingleKeyShortcuts(isOn))}
      />
    </Dialog>
  );
}
