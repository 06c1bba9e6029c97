import type { SettingName } from './settings.ts';

/** A value as somebody wrote it, and where: `--port`, `JETSTREAM_PORT`, `port in /etc/jetstream.json`. */
export interface WrittenValue {
  value: unknown;
  place: string;
  /** Relative paths count from here. */
  directory: string;
}

/** What one source says: values by setting, and faults that it has by itself. */
export interface Source {
  values: Partial<Record<SettingName, WrittenValue>>;
  faults: string[];
}
