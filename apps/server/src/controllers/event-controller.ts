import type { Response } from 'express';
import type { Caller } from '#models/caller.ts';
import { toEventMessage } from '#presenters/event-presenter.ts';
import type { DomainEvents, EventBus } from '#services/events.ts';
import { announcements, type Announcement } from './announcements.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

interface EventStreamOptions {
  events: EventBus;
  /** Aborted when the server stops: streams end, so that their connections do not hold it up. */
  stopping: AbortSignal;
}

interface Stream {
  caller: Caller;
  response: Response;
}

const HEARTBEAT_MS = 20_000;
const RECONNECT_MS = 3_000;
/** Another server is likely there already; all listeners at once would be a burden to it. */
const MOVE_MS = { least: 500, step: 100, steps: 20 };
/** A reader so far behind would only hear old news: it is cut off, and asks anew for everything when it comes back. */
const MAX_UNREAD_BYTES = 256 * 1024;
const MAX_STREAMS_OF_USER = 24;

export function createEventController(options: EventStreamOptions): EndpointHandlers<'streamEvents'> {
  const streams = new Set<Stream>();
  subscribe(options.events, streams);
  const heartbeat = setInterval(() => {
    for (const stream of streams) send(stream, ': still here\n\n');
  }, HEARTBEAT_MS).unref();
  options.stopping.addEventListener('abort', () => {
    clearInterval(heartbeat);
    [...streams].forEach(dismiss);
  });
  return {
    async streamEvents({ caller, http: { request, response } }) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      });
      if (request.method === 'HEAD' || options.stopping.aborted) response.end();
      else openStream({ caller, response }, streams);
      return undefined;
    },
  };
}

function openStream(stream: Stream, streams: Set<Stream>): void {
  const own = [...streams].filter(({ caller }) => caller.userId === stream.caller.userId);
  if (own.length >= MAX_STREAMS_OF_USER) own[0]?.response.end();
  streams.add(stream);
  stream.response.once('close', () => streams.delete(stream));
  send(stream, `retry: ${RECONNECT_MS}\n: connected\n\n`);
}

/** Ends a stream of a server that stops, with a hint when to look for another server. */
function dismiss(stream: Stream, index: number): void {
  send(stream, `retry: ${MOVE_MS.least + (index % MOVE_MS.steps) * MOVE_MS.step}\n: the server stops\n\n`);
  stream.response.end();
}

function subscribe(events: EventBus, streams: Set<Stream>): void {
  const announce = ({ event, isFor }: Announcement) => {
    const message = toEventMessage(event);
    for (const stream of streams) if (isFor(stream.caller)) send(stream, message);
  };
  for (const name of Object.keys(announcements) as (keyof typeof announcements)[]) {
    const toAnnouncement = announcements[name] as (event: DomainEvents[keyof typeof announcements]) => Announcement;
    events.on(name, (event) => announce(toAnnouncement(event)));
  }
  events.on('sessionsEnded', ({ userId, sessionId, exceptId }) => {
    for (const { caller, response } of streams) {
      const isMeant = sessionId === null ? caller.sessionId !== exceptId : caller.sessionId === sessionId;
      if (caller.userId === userId && isMeant) response.end();
    }
  });
  // Clients that come back ask anew for everything.
  events.on('eventsMissed', () => {
    for (const { response } of streams) response.end();
  });
  // It opens again by itself, with what the new role may hear.
  events.on('roleChanged', ({ userId }) => {
    for (const { caller, response } of streams) if (caller.userId === userId) response.end();
  });
}

function send({ response }: Stream, message: string): void {
  if (response.writableEnded || response.destroyed) return;
  if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
  else response.write(message);
}
