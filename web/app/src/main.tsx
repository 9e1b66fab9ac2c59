import { render } from 'preact';
import { App } from './App.tsx';
import { watchConnection } from './connection/status.ts';
import { showUnread } from './state/badge.ts';
import { entered, start } from './state/chat.ts';
import { notifyOfCalls } from './state/notifications.ts';
import { watchPeople } from './state/people.ts';
import { routeOf } from './state/place.ts';
import { applySettings } from './state/settings.ts';
import { hearSignals } from './state/signals.ts';
import { listenToKeys } from './switcher/keys.ts';
import './styles/index.css';

applySettings();
hearSignals();
watchConnection();
watchPeople();
notifyOfCalls();
showUnread();
listenToKeys();
if (entered.value) {
  start();
}
const root = document.getElementById('page');
if (root !== null) {
  render(<App />, root);
}
if ('serviceWorker' in navigator && import.meta.env.PROD) {
  void navigator.serviceWorker.register(trusted(routeOf('sw.js').href)).catch(() => undefined);
}

/** The policy lets through the one script address that this page hands to the browser. */
function trusted(address: string): string {
  const policy = window.trustedTypes?.createPolicy('parlor', { createScriptURL: (url) => url });
  return (policy?.createScriptURL(address) ?? address) as string;
}
