import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/**
 * Loaded into a server by `--import`: tells its parent how much CPU it used, how long its event loop kept others
 * waiting, and how much memory it holds. `reset` starts the delays anew: until the first one they are not measured, since
 * that takes a part of the CPU at any time.
 */
const delays = monitorEventLoopDelay({ resolution: 1 });

export interface ProbeReading {
  cpuMs: number;
  residentMb: number;
  /** The time beyond the timer's own resolution, as Node measures it, in milliseconds. */
  loopDelayMs: { p50: number; p99: number; max: number };
  loopUtilization: number;
}

process.on('message', (message) => {
  if (message === 'reset') {
    delays.enable();
    delays.reset();
  }
  if (message !== 'read') return;
  const { user, system } = process.cpuUsage();
  const at = (share: number) => delays.percentile(share) / 1e6;
  const reading: ProbeReading = {
    cpuMs: (user + system) / 1000,
    residentMb: process.memoryUsage.rss() / 1024 ** 2,
    loopDelayMs: { p50: at(50), p99: at(99), max: delays.max / 1e6 },
    loopUtilization: performance.eventLoopUtilization().utilization,
  };
  process.send?.(reading);
});
// A benchmark that failed leaves no server behind.
process.on('disconnect', () => process.exit());
process.channel?.unref();
