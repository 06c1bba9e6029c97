import type { RequestHandler } from 'express';
import type { TrackId } from '#models/ids.ts';
import type { MediaAddress } from '#models/media-address.ts';
import { getRequestContext } from './request-context.ts';

/** Throws DomainError unauthenticated unless the server signed the address and it has not ended. */
export interface AddressVerifier {
  verify(address: MediaAddress): void;
}

/** Lets whoever has a signed address pass. */
export function checkSignedAddress(verifier: AddressVerifier): RequestHandler {
  return (_request, response, next) => {
    const { token, trackId, revision } = getRequestContext(response).input.params as Record<keyof MediaAddress, string>;
    verifier.verify({ token, trackId: trackId as TrackId, revision });
    next();
  };
}
