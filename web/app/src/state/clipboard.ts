import { t } from '../text/index.ts';
import { say } from './notice.ts';

/** Copies a text, and says on the status line whether the browser allowed it. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(t('copied'));
  } catch {
    say(t('copyFailed'));
  }
}
