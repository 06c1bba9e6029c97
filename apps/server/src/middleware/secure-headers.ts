import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** SHA-256 of nothing: allows the empty style element that react-native-web fills through the CSSOM, and no other. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/**
 * Headers against framing, sniffing and injected script. What belongs to https is sent only when the public address is
 * https: on a plain-http home network it would break the page or be ignored with a warning.
 */
export function secureHeaders(options: {
  isHttps: boolean;
  isEmbeddable: boolean;
  /** Where players are sent for sound, beside here. */
  playOrigins: readonly string[];
}): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", EMPTY_STYLE],
        styleSrcAttr: ["'none'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:', ...options.playOrigins],
        connectSrc: ["'self'", ...options.playOrigins],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: options.isHttps,
    crossOriginOpenerPolicy: options.isHttps,
    originAgentCluster: options.isHttps,
    // Pages of allowed origins load covers and streams by address.
    crossOriginResourcePolicy: { policy: options.isEmbeddable ? 'cross-origin' : 'same-origin' },
    xFrameOptions: { action: 'deny' },
    xPoweredBy: false,
  });
}
