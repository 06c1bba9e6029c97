declare function registerProcessor(name: string, processor: unknown): void;
declare const AudioWorkletProcessor: new () => { readonly port: MessagePort };

/** Gives every block to the page as two speakers have it, frame by frame, and lets it through. */
class Recorder extends AudioWorkletProcessor {
  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    const left = input?.[0];
    const right = input?.[1] ?? left;
    const frames = new Float32Array(2 * (left?.length ?? 128));
    if (left && right)
      for (const [index, sample] of left.entries()) frames.set([sample, right[index] ?? sample], 2 * index);
    this.port.postMessage(frames, [frames.buffer]);
    for (const [channel, samples] of (output ?? []).entries()) samples.set(input?.[channel] ?? left ?? samples);
    return true;
  }
}

registerProcessor('recorder', Recorder);
