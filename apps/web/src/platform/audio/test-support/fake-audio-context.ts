/** A parameter that is at once where it is sent. */
class FakeParam {
  value = 1;
  cancelScheduledValues(): void {}
  setValueAtTime(): void {}
  linearRampToValueAtTime(value: number): void {
    this.value = value;
  }
  setTargetAtTime(value: number): void {
    this.value = value;
  }
  setValueCurveAtTime(values: Float32Array): void {
    this.value = values.at(-1) ?? this.value;
  }
}

class FakeNode {
  readonly gain = new FakeParam();
  readonly frequency = new FakeParam();
  readonly Q = new FakeParam();
  readonly context: FakeAudioContext;

  constructor(context: FakeAudioContext) {
    this.context = context;
  }

  connect(node: FakeNode): FakeNode {
    this.context.changes += 1;
    return node;
  }
  disconnect(): void {
    this.context.changes += 1;
  }
}

/** A graph without sound, in which no limiter can be had. Its state is told when the test says so, as Firefox tells it late. */
export class FakeAudioContext {
  state: 'suspended' | 'running' = 'suspended';
  readonly currentTime = 0;
  readonly destination = new FakeNode(this);
  readonly audioWorklet = { addModule: () => Promise.reject(new Error('no worklets')) };
  /** How often something was connected or taken apart. */
  changes = 0;
  #asked: FakeAudioContext['state'] = 'suspended';

  createGain(): FakeNode {
    return new FakeNode(this);
  }
  createBiquadFilter(): FakeNode {
    return new FakeNode(this);
  }
  createMediaElementSource(): FakeNode {
    return new FakeNode(this);
  }

  async resume(): Promise<void> {
    this.#asked = 'running';
  }
  async suspend(): Promise<void> {
    this.#asked = 'suspended';
  }
  async close(): Promise<void> {}

  tellState(): void {
    this.state = this.#asked;
  }
}
