import { libraryApi } from '../state/library/library-api.ts';

export * from './AppProvider.tsx';
export * from './use-annotation.ts';
export * from './use-now-playing.ts';
export * from './use-paged-list.ts';
export * from './use-playback-position.ts';
export * from './use-windowed-rows.ts';

export const {
  useGetServerInfoQuery,
  useListTracksQuery,
  useGetTrackQuery,
  useGetLyricsQuery,
  useListAlbumsQuery,
  useGetAlbumQuery,
  useListArtistsQuery,
  useGetArtistQuery,
  useListGenresQuery,
  useGetGenreQuery,
  useGetRootFolderQuery,
  useGetFolderQuery,
  useSearchQuery,
  useLazySearchQuery,
  useGetHomeQuery,
  useListPersonalTracksQuery,
  useListPersonalAlbumsQuery,
  useListPersonalArtistsQuery,
  useListPlaysQuery,
  useGetListeningStatisticsQuery,
  useGetServerStatisticsQuery,
  useListUsersQuery,
  useCreateUserMutation,
  useUpdateUserMutation,
  useDeleteUserMutation,
  useGetMeQuery,
  useChangePasswordMutation,
  useListDevicesQuery,
  useDeleteDeviceMutation,
  useListLibrariesQuery,
  useCreateLibraryMutation,
  useDeleteLibraryMutation,
  useBrowseServerFoldersQuery,
  useGetDemoAlbumQuery,
  useCreateDemoAlbumMutation,
  useStartScanMutation,
  useListScansQuery,
  useGetScanQuery,
  useCancelScanMutation,
  useListScanFailuresQuery,
  useListJobsQuery,
  useListJobSchedulesQuery,
  useCancelJobMutation,
  useRetryJobMutation,
  useDeleteJobMutation,
  usePrefetch,
} = libraryApi;
