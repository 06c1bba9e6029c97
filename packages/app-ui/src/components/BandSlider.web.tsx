import type { ChangeEvent } from 'react';

export interface BandSliderProps {
  label: string;
  value: number;
  /** From its negative at the bottom to this at the top. */
  limit: number;
  step: number;
  /** Said by screen readers, such as `+3 dB`. */
  valueText: string;
  onChange: (value: number) => void;
}

/** One upright slider of an equaliser: the browser's own, which knows the keys and the finger. */
export function BandSlider({ label, value, limit, step, valueText, onChange }: BandSliderProps) {
  return (
    <input
      aria-label={label}
      aria-valuetext={valueText}
      data-band-slider=""
      max={limit}
      min={-limit}
      onChange={(event: ChangeEvent<HTMLInputElement>) => onChange(event.target.valueAsNumber)}
      step={step}
      type="range"
      value={value}
    />
  );
}
