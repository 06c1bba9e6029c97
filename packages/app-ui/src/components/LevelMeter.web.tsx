/** Three small bars that move while a track plays and rest while it is paused. */
export function LevelMeter({ isPlaying }: { isPlaying: boolean }) {
  return (
    <span aria-hidden="true" data-level-meter={isPlaying ? 'playing' : 'paused'}>
      <i />
      <i />
      <i />
    </span>
  );
}
