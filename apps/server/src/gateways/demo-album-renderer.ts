/** Composes the demo album on this machine. */
export interface DemoAlbumRenderer {
  /** Whether the album is there, complete. */
  hasAlbum(location: string): Promise<boolean>;
  /**
   * Renders all tracks with tags and cover, and puts them into the folder, of a disk or a bucket; it counts as being there only
   * when complete. The same files each time, so that two servers may do so at once. Reports progress from 0 to 1.
   */
  render(location: string, onProgress: (progress: number) => void): Promise<void>;
}
