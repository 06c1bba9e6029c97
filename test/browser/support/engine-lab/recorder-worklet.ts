declare function registerProcessor(name: string, processor: unknown): void;
declare const AudioWorkletProcessor: new () => { readonly port: MessagePort };

/** Gives every block of the left channel to the page, and lets it through. */
class Recorder extends AudioWorkletProcessor {
  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    const left = input?.[0];
    this.port.postMessage(left?.slice() ?? new Float32Array(128), []);
    for (const [channel, samples] of (output ?? []).entries()) samples.set(input?.[channel] ?? left ?? samples);
    return true;
  }
}

registerProcessor('recorder', Recorder);
