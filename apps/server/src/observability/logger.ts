import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';
import { DomainError } from '#models/errors.ts';
import { toTextLine } from './text-line.ts';

export type Logger = PinoLogger;
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface LoggerOptions {
  level: LogLevel;
  /** `text` for people at a terminal, `json` for whatever collects logs. */
  format: 'text' | 'json';
  write: (line: string) => void;
}

const secretKeys = ['password', 'passwordHash', 'currentPassword', 'newPassword', 'token', 'accessToken', 'mediaToken'];
const secretHeaders = ['authorization', 'cookie', 'set-cookie'];
const redacted = [...secretKeys, ...secretHeaders, 'refreshToken', 'privateKey'].flatMap((key) => [
  `["${key}"]`,
  `*["${key}"]`,
  `*.*["${key}"]`,
]);

export function createLogger({ level, format, write }: LoggerOptions): Logger {
  const destination: DestinationStream = { write: format === 'text' ? (line) => write(toTextLine(line)) : write };
  const redact = { paths: redacted, censor: '(hidden)' };
  return pino({ level, base: null, redact, serializers: { err: toLoggedError } }, destination);
}

/** Logs what went wrong: a store that is away is no fault of the program, and is told of in one line. */
export function logFailure(logger: Logger, error: unknown, text: string, facts: object = {}): void {
  if (isOutage(error)) logger.warn({ ...facts, reason: toReason(error) }, text);
  else logger.error({ ...facts, err: error }, text);
}

const isOutage = (error: unknown): error is DomainError => error instanceof DomainError && error.code === 'unavailable';

const toReason = ({ message, cause }: DomainError): string =>
  cause instanceof Error ? `${message} (${cause.message})` : message;

/** Drivers attach what they were asked to their errors: commands with passwords and keys, documents with hashes. */
function toLoggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = pino.stdSerializers.err(error);
  return { type, message, ...(!isOutage(error) && { stack }), ...('code' in error && { code: error.code }) };
}
