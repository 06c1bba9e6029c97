import type { ServerEvent } from '@jetstream/api-contract';

/** One message of an event stream, as the HTML standard writes it. */
export function toEventMessage(event: ServerEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
