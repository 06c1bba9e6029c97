// Before the first paint, so that a chosen theme does not flash: the settings' copy on this device, as app-core keeps it.
try {
  const settings = JSON.parse(localStorage.getItem('jetstream.v1.settings') ?? '{}');
  if (['light', 'dark', 'black'].includes(settings.theme)) document.documentElement.dataset.theme = settings.theme;
  if (settings.isReducedMotion === true) document.documentElement.dataset.motion = 'reduced';
} catch {
  // Storage is switched off: the system's theme it is.
}
