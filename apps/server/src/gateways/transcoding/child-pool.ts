import {
  GROWN_SIGNAL,
  type BackendKind,
  type ChildAnswer,
  type ChildFault,
  type ChildOptions,
  type ChildOrder,
} from './child-messages.ts';
import { TranscoderChild } from './transcoder-child.ts';
import { toLoss } from './transcoding-errors.ts';

/** `background` gives way to everything else on the machine. */
export type Lane = 'listening' | 'background';

export interface ChildPoolOptions extends Omit<ChildOptions, 'backend'> {
  /** The first that starts on this machine is used. */
  backends: readonly BackendKind[];
  sizes: Readonly<Record<Lane, number>>;
  /** How long an idle child stays. */
  idleMs: number;
  /** A child that says nothing of its order for so long hangs. */
  stallMs: number;
  /** Another program for the children: tests let it hang. */
  childUrl?: URL;
}

export interface Task {
  order: ChildOrder;
  lane: Lane;
  /** A child that worked for the same has the file open. */
  affinity: string | null;
  /** How long it may take in all. */
  limitMs: number;
  signal?: AbortSignal | undefined;
  onAnswer?(answer: ChildAnswer): void;
  /** What was told so far was told by a child that is lost: all comes again. */
  onRestart?(): void;
}

type FaultKind = ChildFault['kind'] | 'closed';

/** An order failed, in the words of the child. */
export class ChildFaultError extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string) {
    super(message);
    this.name = 'ChildFaultError';
    this.kind = kind;
  }
}

interface Job {
  task: Task;
  losses: Record<LossKind, number>;
  isOver: boolean;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

interface Slot {
  child: TranscoderChild;
  lane: Lane;
  job: Job | null;
  orderId: number;
  affinity: string | null;
  /** Ticks since it last said something, since its order began, and since it has none. */
  silentTicks: number;
  busyTicks: number;
  idleTicks: number;
}

const CHILD_URL = new URL('./child/transcode-child.ts', import.meta.url);
const TICK_MS = 1_000;
/** Until all that were ended together are missed: work is not given to one that is gone already. */
const LOSS_PAUSE_MS = 100;
type LossKind = 'lost' | 'ended-from-outside';
/** What has cost two children costs no third; who ends children from outside may do so again, and no file is to blame. */
const MOST_LOSSES: Readonly<Record<LossKind, number>> = { lost: 1, 'ended-from-outside': 4 };
const NICENESS: Readonly<Record<Lane, number>> = { listening: 0, background: 15 };

/**
 * Child processes that transcode, one order each: native code that crashes or hangs takes a child, never the server. An order whose
 * child is lost is given to another once, and more often when it was ended from outside. Children start with the first order, with one more to spare, and end when there is no work.
 */
export class ChildPool {
  readonly #options: ChildPoolOptions;
  readonly #slots = new Set<Slot>();
  readonly #queues: Record<Lane, Job[]> = { listening: [], background: [] };
  readonly #backends: BackendKind[];
  #nextId = 1;
  #ticker: NodeJS.Timeout | undefined;
  #pause: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Background work rests while somebody listens: at the lowest priority it would still take its share of caches and memory. */
  #isHushed = false;

  constructor(options: ChildPoolOptions) {
    this.#options = options;
    this.#backends = [...options.backends];
  }

  /** Of the children that run now. */
  get pids(): number[] {
    return [...this.#slots].flatMap(({ child }) => child.pid ?? []);
  }

  /** Resolves with the result of the order. @throws ChildFaultError, or the signal's reason */
  run(task: Task): Promise<unknown> {
    const { signal } = task;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      if (this.#isClosed) return reject(closed());
      const onAbort = () => this.#cancel(job);
      const settle = () => {
        job.isOver = true;
        signal?.removeEventListener('abort', onAbort);
      };
      const job: Job = {
        task,
        losses: { lost: 0, 'ended-from-outside': 0 },
        isOver: false,
        resolve: (result) => (settle(), resolve(result)),
        reject: (error) => (settle(), reject(error as Error)),
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#enqueue(job);
      this.#dispatch(task.lane);
      if (task.lane === 'listening') this.#ensureSpare();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#ticker);
    clearTimeout(this.#pause);
    const slots = [...this.#slots];
    this.#slots.clear();
    for (const job of [...Object.values(this.#queues).flat(), ...slots.flatMap(({ job: own }) => own ?? [])]) {
      if (!job.isOver) job.reject(closed());
    }
    await Promise.all(slots.map(({ child }) => child.kill()));
  }

  /** Finding out how long a sound is decodes some of it, of a whole queue of songs at once: what somebody waits to hear goes before. */
  #enqueue(job: Job): void {
    const queue = this.#queues[job.task.lane];
    const at = isProbe(job) ? -1 : queue.findIndex(isProbe);
    queue.splice(at < 0 ? queue.length : at, 0, job);
  }

  #dispatch(lane: Lane): void {
    const queue = this.#queues[lane];
    while (queue.length > 0) {
      const slot = this.#findFree(lane, queue[0]?.task.affinity ?? null) ?? this.#startIfRoom(lane);
      const job = slot === undefined ? undefined : queue.shift();
      if (slot === undefined || job === undefined) return;
      this.#assign(slot, job);
    }
  }

  /** So that the next listener does not wait for a child to start. */
  #ensureSpare(): void {
    if (this.#findFree('listening', null) === undefined) this.#startIfRoom('listening');
  }

  #findFree(lane: Lane, affinity: string | null): Slot | undefined {
    const free = [...this.#slots].filter((slot) => slot.lane === lane && slot.job === null);
    return free.find((slot) => slot.affinity === affinity) ?? free[0];
  }

  #startIfRoom(lane: Lane): Slot | undefined {
    const count = [...this.#slots].filter((slot) => slot.lane === lane).length;
    if (this.#isClosed || count >= this.#options.sizes[lane]) return undefined;
    return this.#start(lane);
  }

  #start(lane: Lane): Slot {
    const { ffmpegPath, ffprobePath, memoryLimitBytes, childUrl = CHILD_URL } = this.#options;
    const [backend = 'ffmpeg'] = this.#backends;
    const child = new TranscoderChild({
      backend,
      ffmpegPath,
      ffprobePath,
      memoryLimitBytes,
      childUrl,
      niceness: NICENESS[lane],
      onAnswer: (answer) => this.#hear(slot, answer),
      onEnd: (signal) => this.#lose(slot, toEndFault(signal)),
      onUnstarted: ({ message }) => this.#lose(slot, new ChildFaultError('unstartable', message)),
    });
    const slot: Slot = {
      child,
      lane,
      job: null,
      orderId: 0,
      affinity: null,
      silentTicks: 0,
      busyTicks: 0,
      idleTicks: 0,
    };
    this.#slots.add(slot);
    this.#ticker ??= setInterval(() => this.#tick(), TICK_MS).unref();
    return slot;
  }

  #assign(slot: Slot, job: Job): void {
    slot.job = job;
    slot.orderId = this.#nextId++;
    slot.affinity = job.task.affinity ?? slot.affinity;
    slot.silentTicks = 0;
    slot.busyTicks = 0;
    slot.child.hold();
    if (slot.lane === 'background') slot.child.send({ isPaused: this.#isHushed });
    slot.child.send({ id: slot.orderId, order: job.task.order });
    this.#hush();
  }

  #hush(): void {
    const slots = [...this.#slots];
    const isHushed = slots.some(({ lane, job }) => lane === 'listening' && job !== null);
    if (isHushed === this.#isHushed) return;
    this.#isHushed = isHushed;
    for (const { lane, child } of slots) if (lane === 'background') child.send({ isPaused: isHushed });
  }

  #hear(slot: Slot, answer: ChildAnswer): void {
    // The last words of one that was given up: its order is another's by now.
    if (!this.#slots.has(slot)) return;
    slot.silentTicks = 0;
    const { job } = slot;
    if (answer.kind === 'unstartable') return this.#giveUp(slot, answer);
    if (answer.kind === 'ready' || job === null || answer.id !== slot.orderId) return;
    if (answer.kind !== 'done' && answer.kind !== 'failed') {
      if (!job.isOver) job.task.onAnswer?.(answer);
      return;
    }
    slot.job = null;
    slot.idleTicks = 0;
    slot.child.release();
    if (answer.kind === 'failed')
      this.#fail(slot.lane, job, new ChildFaultError(answer.fault.kind, answer.fault.message));
    else if (!job.isOver) job.resolve(answer.result);
    this.#dispatch(slot.lane);
    this.#hush();
  }

  /** The caller hears at once; the child is free when it has noticed. */
  #cancel(job: Job): void {
    const queue = this.#queues[job.task.lane];
    const place = queue.indexOf(job);
    if (place >= 0) queue.splice(place, 1);
    for (const slot of this.#slots) if (slot.job === job) slot.child.send({ cancelledId: slot.orderId });
    job.reject(job.task.signal?.reason);
  }

  /** Counts ticks instead of reading a clock: while the machine sleeps, nobody is late. */
  #tick(): void {
    for (const slot of this.#slots) {
      if (slot.job === null) this.#tickIdle(slot);
      else if (slot.lane === 'listening' || !this.#isHushed) this.#tickBusy(slot, slot.job);
    }
    if (this.#slots.size > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  #tickIdle(slot: Slot): void {
    if (++slot.idleTicks * TICK_MS < this.#options.idleMs) return;
    this.#slots.delete(slot);
    void slot.child.kill();
  }

  #tickBusy(slot: Slot, job: Job): void {
    const isSilent = ++slot.silentTicks * TICK_MS >= this.#options.stallMs;
    // Stopped from outside: no file is to blame, and no listener waits for somebody to let it go on.
    if (slot.silentTicks > 1 && slot.child.isStopped) return this.#lose(slot, toEndFault('SIGKILL'));
    const isTooLong = ++slot.busyTicks * TICK_MS >= job.task.limitMs;
    if (isTooLong && !job.isOver) job.reject(new ChildFaultError('lost', 'Decoding it takes too long.'));
    if (isSilent || isTooLong) this.#lose(slot, new ChildFaultError('lost', 'The decoder hangs.'));
  }

  /** Gives up a child. */
  #lose(slot: Slot, fault: ChildFaultError): void {
    if (!this.#slots.delete(slot) || this.#isClosed) return;
    void slot.child.kill();
    if (slot.job !== null) this.#fail(slot.lane, slot.job, fault);
    this.#pause ??= setTimeout(() => this.#goOn(), LOSS_PAUSE_MS);
    this.#hush();
  }

  #goOn(): void {
    this.#pause = undefined;
    this.#dispatch('listening');
    this.#dispatch('background');
  }

  /** What was lost comes again, unless that has happened too often. */
  #fail(lane: Lane, job: Job, fault: ChildFaultError): void {
    if (job.isOver) return;
    if (!isLoss(fault.kind) || job.losses[fault.kind]++ >= MOST_LOSSES[fault.kind]) return job.reject(fault);
    job.task.onRestart?.();
    this.#queues[lane].unshift(job);
  }

  /** Goes on with the next backend, where there is one. */
  #giveUp(slot: Slot, { backend, message }: { backend: BackendKind; message: string }): void {
    this.#slots.delete(slot);
    void slot.child.kill();
    if (backend === this.#backends[0] && this.#backends.length > 1) this.#backends.shift();
    if (slot.job !== null) this.#queues[slot.lane].unshift(slot.job);
    this.#hush();
    if (backend !== this.#backends[0]) return this.#dispatch(slot.lane);
    const error = new ChildFaultError('unstartable', message);
    for (const job of this.#queues[slot.lane].splice(0)) if (!job.isOver) job.reject(error);
  }
}

const isProbe = ({ task }: Job): boolean => task.order.kind === 'probe';

const isLoss = (kind: FaultKind): kind is LossKind => kind in MOST_LOSSES;

function toEndFault(signal: NodeJS.Signals | null): ChildFaultError {
  if (signal === GROWN_SIGNAL) return new ChildFaultError('lost', 'The decoder asks for too much memory.');
  const { kind, message } = toLoss(signal);
  return new ChildFaultError(kind, message);
}

const closed = () => new ChildFaultError('closed', 'The server is stopping.');
