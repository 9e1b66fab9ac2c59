import type { JSX } from 'preact';
import { Dialog } from '../parts/Dialog.tsx';
import { t } from '../text/index.ts';
import { keyMap, SLASH } from './keys.ts';

/** Every key the page knows, by what it is for. */
export function KeysDialog({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <Dialog label={t('keyboardHelp')} wide onClose={onClose}>
      <div class="keyhelp" tabIndex={0} role="group" aria-label={t('keyboardHelp')}>
        {keyMap().map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <ul>
              {keys.map(([what, ...strokes]) => (
                <li key={what}>
                  <span>{what}</span>
                  <span>
                    {strokes.map((stroke) =>
                      stroke === '/' ? (
                        <span key={stroke}>/</span>
                      ) : (
                        <kbd key={stroke}>{stroke === SLASH ? '/' : stroke}</kbd>
                      ),
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
