import { IconButton } from '#components/IconButton.tsx';
import { useText } from '#locale/use-text.ts';
import type { AppRoute } from '#navigation/app-route.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { useLayout } from '#theme/use-layout.ts';

/** One level up, on phones only: an installed app has no back button of the browser. */
export function BackButton({ fallback }: { fallback: AppRoute }) {
  const text = useText();
  const { back, canGoBack, navigate } = useNavigation();
  if (useLayout() !== 'phone') return null;
  return (
    <IconButton
      icon="back"
      kind="tinted"
      label={text('components.back')}
      onPress={() => (canGoBack ? back() : navigate(fallback))}
      size={40}
    />
  );
}
