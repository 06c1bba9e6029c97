import { iconShapes, type IconName } from './icon-paths.ts';

export interface IconProps {
  name: IconName;
  /** Side in CSS pixels at normal text size. */
  size?: number;
  /** A colour role's value; the surrounding text's colour otherwise. */
  color?: string;
}

/** Decorative: the control around it carries the name. */
export function Icon({ name, size = 20, color }: IconProps) {
  const shape: { path: string; isSolid?: boolean } = iconShapes[name];
  const side = `${size / 16}rem`;
  return (
    <svg
      aria-hidden="true"
      data-icon={name}
      fill={shape.isSolid ? 'currentColor' : 'none'}
      focusable="false"
      height={side}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={name === 'more' || name === 'grip' ? 2.5 : 1.75}
      style={{ color, flexShrink: 0, display: 'block' }}
      viewBox="0 0 24 24"
      width={side}
    >
      <path d={shape.path} />
    </svg>
  );
}
