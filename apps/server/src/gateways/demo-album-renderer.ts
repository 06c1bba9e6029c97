/** Composes the demo album on this machine. */
export interface DemoAlbumRenderer {
  /** Whether the album is there, complete. */
  hasAlbum(directory: string): Promise<boolean>;
  /** Renders all tracks with tags and cover into the folder, which appears only when complete. Reports progress from 0 to 1. */
  render(directory: string, onProgress: (progress: number) => void): Promise<void>;
}
