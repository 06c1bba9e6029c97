import { AppText } from '#components/AppText.tsx';
import { useText } from '#locale/use-text.ts';

/** The mark: three streams of air that a jet leaves behind. */
export function BrandMark({ size = 28 }: { size?: number }) {
  const side = `${size / 16}rem`;
  return (
    <svg aria-hidden="true" fill="none" height={side} viewBox="0 0 32 32" width={side}>
      <g stroke="var(--accent)" strokeLinecap="round" strokeWidth="3.2">
        <path d="M3.5 10.5h12.5c4.200 0 4.200-5.5.4-5.5" />
        <path d="M3.5 16h20.5c5.600 0 5.600-7.200.6-7.200" />
        <path d="M7.5 21.5h11.5c4.400 0 4.400 5.700.5 5.700" opacity=".55" />
      </g>
    </svg>
  );
}

export function Brand({ isMarkOnly = false }: { isMarkOnly?: boolean }) {
  const text = useText();
  return (
    <span data-brand="">
      <BrandMark />
      {!isMarkOnly && (
        <AppText size={16} weight="bold">
          {text('shell.appName')}
        </AppText>
      )}
    </span>
  );
}
