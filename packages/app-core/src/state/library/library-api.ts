import { createApi, type BaseQueryFn, type EndpointBuilder } from '@reduxjs/toolkit/query/react';
import type { EndpointInput, EndpointName, EndpointResult, Page } from '@jetstream/api-contract';
import type { ApiInput } from '#services/api/api-service.ts';
import type { ErrorInfo } from '#services/api/error-info.ts';
import type { AppServices } from '#services/app-services.ts';
import { isLocalId, type LocalFiles } from '#services/local-files/local-files.ts';

const tagTypes = [
  'catalogue',
  'personal',
  'plays',
  'libraries',
  'scans',
  'scan-failures',
  'demo-album',
  'jobs',
  'users',
  'devices',
  'server',
  'uploads',
] as const;
export type LibraryTag = (typeof tagTypes)[number];

interface ApiRequest {
  name: EndpointName;
  input: object | void;
}
type AppBaseQuery = BaseQueryFn<ApiRequest, unknown, ErrorInfo>;
type Builder = EndpointBuilder<AppBaseQuery, LibraryTag, 'api'>;

/** The endpoint's input as the contract has it: `{ params, query, body }`; nothing where nothing is needed. */
export type QueryInput<N extends EndpointName> =
  Record<never, never> extends EndpointInput<N> ? EndpointInput<N> | void : EndpointInput<N>;

/** What is known of files of this device: the server is not asked about them. */
const localAnswers: Partial<Record<EndpointName, (files: LocalFiles, trackId: string) => unknown>> = {
  getLyrics: (files, trackId) => files.readLyrics(trackId),
  getWaveform: (files, trackId) => files.findWaveform(trackId),
};

const NOT_HERE: ErrorInfo = {
  code: 'not-found',
  isOffline: false,
  fields: [],
  requestId: null,
  retryAfterSeconds: null,
};

async function answerLocally({ name, input }: ApiRequest, files: LocalFiles) {
  const { trackId = '' } = (input as { params?: { trackId?: string } } | undefined)?.params ?? {};
  if (!isLocalId(trackId)) return undefined;
  const data = await localAnswers[name]?.(files, trackId);
  return data === undefined ? { error: NOT_HERE } : { data };
}

const baseQuery: AppBaseQuery = async ({ name, input }, { extra, signal }) => {
  const { api, localFiles } = extra as AppServices;
  const local = await answerLocally({ name, input }, localFiles);
  if (local) return local;
  return api.request(name, { ...input, signal } as unknown as ApiInput<EndpointName>);
};

function read<N extends EndpointName>(builder: Builder, name: N, ...tags: LibraryTag[]) {
  return builder.query<EndpointResult<N>, QueryInput<N>>({
    query: (input) => ({ name, input }),
    providesTags: tags,
  });
}

function write<N extends EndpointName>(builder: Builder, name: N, ...tags: LibraryTag[]) {
  return builder.mutation<EndpointResult<N>, QueryInput<N>>({
    query: (input) => ({ name, input }),
    invalidatesTags: (_result, error) => (error ? [] : tags),
  });
}

/** Lists that are read from the top, page after page. */
export type PagedEndpoint =
  | 'listPlays'
  | 'listUploads'
  | 'listGenres'
  | 'listPersonalTracks'
  | 'listPersonalAlbums'
  | 'listPersonalArtists'
  | 'listScans'
  | 'listScanFailures'
  | 'listTracks'
  | 'listAlbums'
  | 'listArtists';
export type PagedItem<N extends PagedEndpoint> = EndpointResult<N> extends { items: (infer Item)[] } ? Item : never;
export type PagedQuery<N extends PagedEndpoint> = Omit<NonNullable<EndpointInput<N>['query']>, 'cursor'>;

const tagsOfPaged: Record<PagedEndpoint, LibraryTag[]> = {
  listPlays: ['plays'],
  listUploads: ['uploads'],
  listGenres: ['catalogue'],
  listPersonalTracks: ['personal', 'catalogue'],
  listPersonalAlbums: ['personal', 'catalogue'],
  listPersonalArtists: ['personal', 'catalogue'],
  listScans: ['scans'],
  listScanFailures: ['scan-failures'],
  listTracks: ['catalogue'],
  listAlbums: ['catalogue'],
  listArtists: ['catalogue'],
};

/** Music as the server has it, the same for everyone. */
const readCatalogue = (builder: Builder) => ({
  listTracks: read(builder, 'listTracks', 'catalogue'),
  getTrack: read(builder, 'getTrack', 'catalogue'),
  getLyrics: read(builder, 'getLyrics', 'catalogue'),
  getWaveform: read(builder, 'getWaveform', 'catalogue'),
  listAlbums: read(builder, 'listAlbums', 'catalogue'),
  getAlbum: read(builder, 'getAlbum', 'catalogue'),
  listArtists: read(builder, 'listArtists', 'catalogue'),
  getArtist: read(builder, 'getArtist', 'catalogue'),
  listGenres: read(builder, 'listGenres', 'catalogue'),
  getGenre: read(builder, 'getGenre', 'catalogue'),
  getRootFolder: read(builder, 'getRootFolder', 'catalogue'),
  getFolder: read(builder, 'getFolder', 'catalogue'),
  search: read(builder, 'search', 'catalogue'),
});

/** Every read and write of the contract as hooks `use<Endpoint>Query` and `use<Endpoint>Mutation`. */
export const libraryApi = createApi({
  reducerPath: 'api',
  baseQuery,
  tagTypes,
  keepUnusedDataFor: 300,
  endpoints: (builder) => ({
    getServerInfo: read(builder, 'getServerInfo', 'server'),

    ...readCatalogue(builder),

    getHome: read(builder, 'getHome', 'catalogue', 'personal'),
    listPersonalTracks: read(builder, 'listPersonalTracks', 'catalogue', 'personal'),
    listPersonalAlbums: read(builder, 'listPersonalAlbums', 'catalogue', 'personal'),
    listPersonalArtists: read(builder, 'listPersonalArtists', 'catalogue', 'personal'),
    listPlays: read(builder, 'listPlays', 'plays'),
    getListeningStatistics: read(builder, 'getListeningStatistics', 'plays'),
    getServerStatistics: read(builder, 'getServerStatistics', 'server'),

    listUsers: read(builder, 'listUsers', 'users'),
    createUser: write(builder, 'createUser', 'users'),
    updateUser: write(builder, 'updateUser', 'users'),
    deleteUser: write(builder, 'deleteUser', 'users'),
    getMe: read(builder, 'getMe', 'users'),
    changePassword: write(builder, 'changePassword', 'devices'),
    listDevices: read(builder, 'listDevices', 'devices'),
    deleteDevice: write(builder, 'deleteDevice', 'devices'),

    getUploadUsage: read(builder, 'getUploadUsage', 'uploads'),
    listUploadUsage: read(builder, 'listUploadUsage', 'uploads'),
    deleteUpload: write(builder, 'deleteUpload', 'uploads'),

    listLibraries: read(builder, 'listLibraries', 'libraries'),
    createLibrary: write(builder, 'createLibrary', 'libraries', 'scans'),
    deleteLibrary: write(builder, 'deleteLibrary', 'libraries', 'scans', 'scan-failures', 'catalogue'),
    browseServerFolders: builder.query<EndpointResult<'browseServerFolders'>, QueryInput<'browseServerFolders'>>({
      query: (input) => ({ name: 'browseServerFolders', input }),
      keepUnusedDataFor: 5,
    }),
    getDemoAlbum: read(builder, 'getDemoAlbum', 'demo-album'),
    createDemoAlbum: write(builder, 'createDemoAlbum', 'demo-album'),
    startScan: write(builder, 'startScan', 'scans'),
    listScans: read(builder, 'listScans', 'scans'),
    getScan: read(builder, 'getScan', 'scans'),
    cancelScan: write(builder, 'cancelScan', 'scans'),
    listScanFailures: read(builder, 'listScanFailures', 'scan-failures'),

    getAnalysisState: read(builder, 'getAnalysisState', 'jobs', 'catalogue'),
    listJobs: read(builder, 'listJobs', 'jobs'),
    listJobSchedules: read(builder, 'listJobSchedules', 'jobs'),
    cancelJob: write(builder, 'cancelJob', 'jobs', 'scans'),
    retryJob: write(builder, 'retryJob', 'jobs'),
    deleteJob: write(builder, 'deleteJob', 'jobs'),

    pages: builder.infiniteQuery<Page<unknown>, { name: PagedEndpoint; query: object }, string | null>({
      query: ({ queryArg, pageParam }) => ({
        name: queryArg.name,
        input: { query: { ...queryArg.query, cursor: pageParam ?? undefined } },
      }),
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
      providesTags: (_result, _error, { name }) => tagsOfPaged[name],
    }),
  }),
});
