// Before the first paint: the reader's theme, contrast, density and language, so that nothing
// flashes.
try {
  const kept = JSON.parse(localStorage.getItem('parlor.settings') ?? '{}');
  const root = document.documentElement;
  if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
  if (kept.contrast === 'more') root.dataset.contrast = 'more';
  if (kept.density === 'compact') root.dataset.density = 'compact';
  if (kept.language) root.lang = kept.language;
} catch {
  // Nothing is kept, or nothing may be read: the system's.
}
