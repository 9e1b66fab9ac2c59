// A chat client as somebody writes it after a first tutorial on WebSockets: plain text, a few JSON
// forms, callbacks, readyState. It runs in a browser; `make` is given to the page as it stands.
export function make(url) {
  const ws = new WebSocket(url);
  const learner = { ws, opened: false, chats: [], systems: [], errors: [], closed: undefined };
  ws.onopen = () => { learner.opened = true; };
  ws.onmessage = event => {
    const message = JSON.parse(event.data);
    if (message.type === 'chat') learner.chats.push(message);
    if (message.type === 'system') learner.systems.push(message);
    if (message.type === 'error') learner.errors.push(message);
  };
  ws.onclose = event => { learner.closed = { code: event.code, reason: event.reason }; };
  ws.onerror = () => { learner.failed = true; };
  learner.send = what => {
    if (ws.readyState !== 1) return false; // 1 is OPEN
    ws.send(typeof what === 'string' ? what : JSON.stringify(what));
    return true;
  };
  return learner;
}
