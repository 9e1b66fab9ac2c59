import { render } from 'preact';
import { App } from './App.tsx';
import { watchConnection } from './connection/status.ts';
import { showUnread } from './state/badge.ts';
import { entered, start } from './state/chat.ts';
import { notifyOfCalls } from './state/notifications.ts';
import { watchPeople } from './state/people.ts';
import { watchReading } from './state/reading.ts';
import { applySettings } from './state/settings.ts';
import { hearSignals } from './state/signals.ts';
import { listenToKeys } from './switcher/keys.ts';
import { registerWorker } from './worker.ts';
import './styles/index.css';

applySettings();
hearSignals();
watchConnection();
watchPeople();
watchReading();
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
if (import.meta.env.PROD) {
  registerWorker();
}
