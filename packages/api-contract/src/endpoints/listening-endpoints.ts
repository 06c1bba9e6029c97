import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import { album, annotation, artist, track } from '../schemas/catalogue.ts';
import {
  home,
  play,
  playCreate,
  queue,
  queuePosition,
  queuePositionSaved,
  queueUpdate,
  starChange,
} from '../schemas/listening.ts';
import { pageOf, pageQuery, rating } from '../schemas/primitives.ts';

/** Starred newest first, rated best first, played most or latest first. */
const personalList = pageQuery.extend({ list: z.enum(['starred', 'rated', 'most-played', 'recently-played']) });

export const listeningEndpoints = {
  getHome: defineEndpoint('getHome', {
    summary: 'What to listen to now',
    tag: 'listening',
    access: 'listener',
    query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(20) }),
    output: home,
    isConditional: true,
  }),
  listPersonalTracks: defineEndpoint('listPersonalTracks', {
    summary: 'Songs I starred, rated or played',
    tag: 'listening',
    access: 'listener',
    query: personalList,
    output: pageOf(track),
    isConditional: true,
  }),
  listPersonalAlbums: defineEndpoint('listPersonalAlbums', {
    summary: 'Albums I starred, rated or played',
    tag: 'listening',
    access: 'listener',
    query: personalList,
    output: pageOf(album),
    isConditional: true,
  }),
  listPersonalArtists: defineEndpoint('listPersonalArtists', {
    summary: 'Artists I starred, rated or played',
    tag: 'listening',
    access: 'listener',
    query: personalList,
    output: pageOf(artist),
    isConditional: true,
  }),
  star: defineEndpoint('star', {
    summary: 'Star a track, album or artist',
    tag: 'listening',
    access: 'listener',
    params: starChange,
    output: annotation,
    errors: ['not-found'],
  }),
  unstar: defineEndpoint('unstar', {
    summary: 'Take a star back',
    tag: 'listening',
    access: 'listener',
    params: starChange,
    output: annotation,
    errors: ['not-found'],
  }),
  rate: defineEndpoint('rate', {
    summary: 'Rate from 1 to 5; 0 takes the rating back',
    tag: 'listening',
    access: 'listener',
    params: starChange,
    body: z.strictObject({ rating }),
    output: annotation,
    errors: ['not-found'],
  }),
  recordPlay: defineEndpoint('recordPlay', {
    summary: 'Record that a track was played; sending the same id again changes nothing',
    tag: 'listening',
    access: 'listener',
    body: playCreate,
    output: z.object({ isCounted: z.boolean() }),
    errors: ['not-found'],
  }),
  listPlays: defineEndpoint('listPlays', {
    summary: 'My history, newest first',
    tag: 'listening',
    access: 'listener',
    query: pageQuery,
    output: pageOf(play),
  }),
  getQueue: defineEndpoint('getQueue', {
    summary: 'My saved queue',
    tag: 'listening',
    access: 'listener',
    output: queue,
    isConditional: true,
  }),
  saveQueue: defineEndpoint('saveQueue', {
    summary: 'Replace my saved queue',
    tag: 'listening',
    access: 'listener',
    body: queueUpdate,
    output: 'empty',
    status: 204,
  }),
  saveQueuePosition: defineEndpoint('saveQueuePosition', {
    summary: 'Save where I am in the queue',
    tag: 'listening',
    access: 'listener',
    body: queuePosition,
    output: queuePositionSaved,
  }),
};
