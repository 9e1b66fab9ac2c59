import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../parts/Dialog.tsx';
import { Icon } from '../parts/Icon.tsx';
import { connection, reconnect } from '../state/chat.ts';
import { copy } from '../state/clipboard.ts';
import { t } from '../text/index.ts';
import { closeReasonOf } from './close-reasons.ts';
import { examine, type Finding, proxyLines } from './doctor.ts';

/** Tries what can be tried when there is no connection, and says what to change. */
export function DoctorDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [busy, setBusy] = useState(true);
  const [round, setRound] = useState(1);

  useEffect(() => {
    let over = false;
    void (async () => {
      setBusy(true);
      setFindings([]);
      for await (const finding of examine()) {
        if (over) {
          return;
        }
        setFindings((known) => [...known, finding]);
      }
      setBusy(false);
    })();
    return () => {
      over = true;
    };
  }, [round]);

  const advice = findings.map((finding) => finding.advice).filter((one) => one !== undefined);
  return (
    <Dialog label={t('doctor')} onClose={onClose}>
      <div class="doctor pad">
        <LastClose />
        <ul class="warns" aria-live="polite" aria-busy={busy}>
          {findings.map((finding) => (
            <li key={finding.check} class={finding.result === 'good' ? 'ok' : ''}>
              <Icon name={finding.result === 'good' ? 'check' : 'alert'} />
              <span>
                {t(`check.${finding.check}.${finding.result === 'good' ? 'good' : 'bad'}`)}
              </span>
              <span />
            </li>
          ))}
        </ul>
        {busy ? <p class="nothing">{t('examining')}</p> : null}
        {[...new Set(advice)].map((one) => (
          <p key={one} class="advice">
            {t(`advice.${one}`)}
          </p>
        ))}
        {advice.includes('proxy') ? <ProxyLines /> : null}
        {!busy && advice.length === 0 ? <p class="advice">{t('advice.none')}</p> : null}
        <div class="do">
          <button type="button" class="btn" disabled={busy} onClick={() => setRound(round + 1)}>
            {t('examineAgain')}
          </button>
          <button
            type="button"
            class="btn main"
            onClick={() => {
              reconnect();
              onClose();
            }}
          >
            {t('reconnect')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function LastClose(): JSX.Element | null {
  const state = connection.value;
  const close = 'close' in state ? state.close : undefined;
  if (close === undefined) {
    return null;
  }
  return (
    <p class="lead">
      {t(`closed.${closeReasonOf(close.code)}`)}{' '}
      <small class="num">
        {close.code}
        {close.reason === '' ? '' : ` · ${close.reason}`}
      </small>
    </p>
  );
}

function ProxyLines(): JSX.Element {
  return (
    <>
      {Object.entries(proxyLines).map(([name, lines]) => (
        <div key={name} class="codebox">
          <header>
            <span>{name}</span>
            <button
              type="button"
              class="icon"
              aria-label={t('copyLines', { name })}
              title={t('copyLines', { name })}
              onClick={() => void copy(lines)}
            >
              <Icon name="copy" />
            </button>
          </header>
          <pre tabIndex={0}>{lines}</pre>
        </div>
      ))}
    </>
  );
}
