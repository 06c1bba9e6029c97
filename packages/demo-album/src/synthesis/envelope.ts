/** Attack in seconds to the top, then time constants in seconds towards `sustain` and, once released, silence. */
export type Envelope = {
  readonly attack: number;
  readonly decay: number;
  readonly sustain: number;
  readonly release: number;
};

/** Below this a voice is dropped: 100 dB under its top. */
const SILENT = 1e-5;

/** Level of the envelope `atSec` after the onset of a note held for `heldSec`. */
export function levelAt(envelope: Envelope, atSec: number, heldSec: number): number {
  if (atSec > heldSec) return heldLevel(envelope, heldSec) * Math.exp((heldSec - atSec) / envelope.release);
  return heldLevel(envelope, atSec);
}

/** Seconds from release until the envelope is inaudible. */
export function releaseTailSec(envelope: Envelope): number {
  return -Math.log(SILENT) * envelope.release;
}

function heldLevel({ attack, decay, sustain }: Envelope, atSec: number): number {
  if (atSec < attack) {
    const rise = atSec / attack;
    return rise * rise * (3 - 2 * rise);
  }
  return sustain + (1 - sustain) * Math.exp((attack - atSec) / decay);
}
