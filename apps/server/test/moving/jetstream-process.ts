import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../src/main.mjs', import.meta.url));

export interface JetstreamProcess {
  /** Resolves when the output holds these words; rejects when it ends without. */
  waitFor(words: string): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
  ended: Promise<{ code: number | null; output: string }>;
}

/** `jetstream …` as somebody would type it. */
export function startJetstream(args: readonly string[], env: NodeJS.ProcessEnv = {}): JetstreamProcess {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, ...env } });
  let output = '';
  const watchers = new Set<() => void>();
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
    for (const watch of watchers) watch();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
  return {
    ended,
    waitFor: (words) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (output.includes(words)) resolve();
        };
        watchers.add(watch);
        watch();
        void ended.then(() => reject(new Error(`It ended without "${words}":\n${output}`)));
      }),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export const runJetstream = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => startJetstream(args, env).ended;
