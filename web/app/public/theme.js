// Before the first paint: the reader's theme, contrast, density, size of text and language, so that
// nothing flashes.
try {
  const kept = JSON.parse(localStorage.getItem('parlor.settings') ?? '{}');
  const root = document.documentElement;
  if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
  if (kept.contrast === 'more') root.dataset.contrast = 'more';
  if (kept.density === 'compact') root.dataset.density = 'compact';
  if (kept.textSize >= 14 && kept.textSize <= 20 && kept.textSize !== 16) {
    root.style.setProperty('--t-body', `${kept.textSize / 16}rem`);
    root.style.setProperty('--l-body', `${(kept.textSize * 1.625) / 16}rem`);
  }
  if (kept.language) root.lang = kept.language;
} catch {
  // Nothing is kept, or nothing may be read: the system's.
}
