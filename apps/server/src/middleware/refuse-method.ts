import type { RequestHandler } from 'express';
import { DomainError } from '#models/errors.ts';
import { sendProblem } from './handle-errors.ts';

/** Answers methods that a path does not have, and OPTIONS. */
export function refuseMethod(allowed: readonly string[]): RequestHandler {
  const allow = allowed.join(', ');
  return (request, response) => {
    response.setHeader('allow', allow);
    if (request.method === 'OPTIONS') response.status(204).end();
    else sendProblem(response, new DomainError('unsupported', `${request.method} is not possible here.`), 405);
  };
}
