import { StyleSheet, type Style } from 'react-native';
import { useTheme, type Theme } from './theme.tsx';

/** Makes a hook whose styles are created once for each theme, not on every render. */
export function createStyles<T extends Record<string, Style>>(build: (theme: Theme) => T): () => T {
  const made = new WeakMap<object, T>();
  return function useStyles() {
    const theme = useTheme();
    // Colours are variables on the web, so all its themes share one set of styles.
    const known = made.get(theme.colors);
    if (known) return known;
    const styles = StyleSheet.create(build(theme));
    made.set(theme.colors, styles);
    return styles;
  };
}
