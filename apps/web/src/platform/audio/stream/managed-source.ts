/** Media sources of some phones (W3C Media Source Extensions 2): the browser says when it wants data, and may take back what it has. */
type ManagedSource = MediaSource & { readonly streaming: boolean };

export const isManaged = (source: MediaSource): source is ManagedSource => 'streaming' in source;

/** False while the browser would rather let the radio of the device sleep. */
export const isDataWanted = (source: MediaSource): boolean => !isManaged(source) || source.streaming;

/** Has to be done before the element gets the source: without it a managed one is never opened. */
export function prepareElement(element: HTMLMediaElement, source: MediaSource): void {
  if (isManaged(source)) element.disableRemotePlayback = true;
}

/** Calls back when data is wanted again, or no more. */
export function observeWishes(source: MediaSource, onChange: () => void): void {
  if (isManaged(source)) for (const name of ['startstreaming', 'endstreaming']) source.addEventListener(name, onChange);
}
