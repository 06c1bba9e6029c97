import { ANALYSIS_VERSION, type AudioMeasurement } from './audio-measurement.ts';
import { LoudnessMeter } from './loudness/loudness-meter.ts';
import { MIXED_CHANNELS, type LoudnessMeasurement } from './loudness/loudness-measurement.ts';
import { SilenceFinder } from './silence-finder.ts';
import { WaveformBuilder } from './waveform-builder.ts';

/** Measures all there is to a track in one pass: give it the decoded samples from the first to the last, in blocks of any size. */
export class AudioMeter {
  readonly #loudness = new LoudnessMeter();
  #mixed: LoudnessMeter | undefined;
  readonly #waveform = new WaveformBuilder();
  readonly #silence = new SilenceFinder();
  #heardMs = 0;

  /**
   * Interleaved samples of whole frames, full scale is 1; the block may be used again afterwards. @throws RangeError without rate or channels
   * @param mixed the same, or what of it is ready, mixed to two channels as it will be played: of more than two
   */
  push(block: Float32Array, sampleRate: number, channels: number, mixed?: Float32Array): void {
    if (!(sampleRate >= 1 && channels >= 1)) throw new RangeError('Samples have a rate and channels.');
    this.#loudness.push(block, sampleRate, channels);
    if (mixed) (this.#mixed ??= new LoudnessMeter()).push(mixed, sampleRate, MIXED_CHANNELS);
    this.#waveform.push(block, channels);
    this.#silence.push(block, sampleRate, channels);
    this.#heardMs += (block.length / channels / sampleRate) * 1000;
  }

  finish(): AudioMeasurement {
    return {
      version: ANALYSIS_VERSION,
      durationMs: Math.round(this.#heardMs),
      loudness: this.#finishLoudness(),
      waveform: this.#waveform.finish(),
      silence: this.#silence.finish(),
    };
  }

  #finishLoudness(): LoudnessMeasurement {
    const loudness = this.#loudness.finish();
    if (!this.#mixed) return loudness;
    const { integratedLufs, truePeakDbtp, blocks } = this.#mixed.finish();
    return { ...loudness, mixed: { integratedLufs, truePeakDbtp, blocks } };
  }
}
