import { computed, effect, signal } from '@preact/signals';
import { onRemembered, remember, remembered } from './storage.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Contrast = 'system' | 'more';
export type Density = 'roomy' | 'compact';
export type PageLanguage = 'en' | 'zh-Hans' | 'zh-Hant';

interface Settings {
  theme: Theme;
  contrast: Contrast;
  density: Density;
  /** Pixels of a message's text, 14 to 20. */
  textSize: number;
  /** Absent: the browser's. */
  language?: PageLanguage;
  /** `newline`: Enter makes a new line, Ctrl or Cmd with Enter sends. */
  enter: 'sends' | 'newline';
  notifications: boolean;
}

const defaults: Settings = {
  theme: 'system',
  contrast: 'system',
  density: 'roomy',
  textSize: 16,
  enter: 'sends',
  notifications: false,
};

/** The reader's choices, kept on this device and shared by its tabs. */
export const settings = signal<Settings>({ ...defaults, ...remembered('settings', {}) });
onRemembered('settings', () => {
  settings.value = { ...defaults, ...remembered('settings', {}) };
});

export function choose(change: Partial<Settings>): void {
  settings.value = { ...settings.value, ...change };
  remember('settings', settings.value);
}

/** Which of the page's languages the browser asks for first. */
function languageOfBrowser(): PageLanguage {
  for (const wanted of navigator.languages) {
    const tag = wanted.toLowerCase();
    if (/^zh-(hant|tw|hk|mo)\b/.test(tag)) {
      return 'zh-Hant';
    }
    if (/^zh\b/.test(tag)) {
      return 'zh-Hans';
    }
    if (/^en\b/.test(tag)) {
      return 'en';
    }
  }
  return 'en';
}

export const language = computed<PageLanguage>(
  () => settings.value.language ?? languageOfBrowser(),
);

/** Puts the choices on the document, where tokens.css looks for them. theme.js did it first. */
export function applySettings(): void {
  const root = document.documentElement;
  effect(() => {
    const { theme, contrast, density, textSize } = settings.value;
    const data: Record<string, string | undefined> = {
      theme: theme === 'system' ? undefined : theme,
      contrast: contrast === 'more' ? 'more' : undefined,
      density: density === 'compact' ? 'compact' : undefined,
    };
    for (const [name, value] of Object.entries(data)) {
      if (value === undefined) {
        delete root.dataset[name];
      } else {
        root.dataset[name] = value;
      }
    }
    if (textSize === defaults.textSize) {
      root.style.removeProperty('--t-body');
      root.style.removeProperty('--l-body');
    } else {
      root.style.setProperty('--t-body', `${textSize / 16}rem`);
      root.style.setProperty('--l-body', `${(textSize * 1.625) / 16}rem`);
    }
    root.lang = language.value;
  });
}
