import type { Request, Response } from 'express';
import type { OpenTrack } from '#services/stream-service.ts';
import { toInlineDisposition } from './content-disposition.ts';
import { answerEntity } from './entity-answer.ts';
import { FileSender } from './file-sender.ts';
import { isFromTrustedProxy, isReadAlike, toMediaAddress } from './media-hand-over.ts';

/** Sends original files: from here, or handed over to NGINX. */
export class TrackSender {
  readonly #fileSender = new FileSender();
  readonly #mediaDelivery: 'node' | 'nginx';

  constructor({ mediaDelivery }: { mediaDelivery: 'node' | 'nginx' }) {
    this.#mediaDelivery = mediaDelivery;
  }

  /** Closes the file. @throws DomainError range-unsatisfiable, unavailable */
  async send(track: OpenTrack, cacheControl: string, http: { request: Request; response: Response }): Promise<void> {
    const { file } = track;
    try {
      const { status, head, part } = this.#answer(track, cacheControl, http);
      // Before the head: a store that is away can still be told.
      if (part) await file.prepare(part.start, part.length);
      http.response.writeHead(status, head);
      if (part) await this.#fileSender.send(file, part, http.response);
      else {
        http.response.end();
        file.release();
      }
    } finally {
      file.close();
    }
  }

  #answer(
    { file, absolutePath, contentType, fileName }: OpenTrack,
    cacheControl: string,
    { request, response }: { request: Request; response: Response },
  ) {
    const entity = {
      sizeBytes: file.sizeBytes,
      etag: `"${file.revision}"`,
      modifiedAtMs: file.modifiedAtMs,
      cacheControl,
      head: { 'Content-Type': contentType, 'Content-Disposition': toInlineDisposition(fileName) },
    };
    return answerEntity(entity, request, response, (range, { 'Accept-Ranges': ranges, ...kept }) => {
      if (!this.#isHandedOver(request) || absolutePath === null || file.sizeBytes === 0) return undefined;
      // NGINX says so itself with the whole file, and leaves it to us with a part.
      const ofPart = range.kind === 'part' ? { 'Accept-Ranges': ranges } : {};
      const address = { 'X-Accel-Redirect': toMediaAddress(absolutePath), 'Content-Length': 0 };
      return { status: 200, head: { ...kept, ...ofPart, ...address } };
    });
  }

  #isHandedOver(request: Request): boolean {
    const isWanted = this.#mediaDelivery === 'nginx' && request.method === 'GET';
    return isWanted && isFromTrustedProxy(request) && isReadAlike(request.headers);
  }
}
