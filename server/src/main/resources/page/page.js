// The tutorial's client grown up. It keeps its place in every room, and what was in flight when the
// line broke it sends again under the same id: nothing is missed, nothing is there twice.
const texts = { // what the page says by itself; its fixed words stand in index.html
  here: ['% 人在', '% here'], sending: ['发送中', 'sending'], online: ['已连接', 'Connected'],
  join: ['% 进来了', '% came in'], leave: ['% 离开了', '% left'],
  unsent: ['没发出去：%', 'Not sent: %'], connecting: ['正在连接…', 'Connecting…'],
  resumed: ['连上了，断开期间的消息都在。', 'Back. Nothing was missed.'],
  reset: ['没能从断开处接上，已重新载入。', 'Could not pick up where you left off; loaded again.'],
  lost: ['连接断了，正在重试…', 'Connection lost. Trying again…'], ended: ['不能进来。', 'Not let in.'],
  empty: ['这里还没有人说话。', 'Nobody has spoken here yet.'] };
const $ = id => document.getElementById(id), kept = localStorage;
let language = kept.parlorLanguage ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
let socket, you, token, welcomed, heard, attempt = 0, comeBack = 0, flying, timer, painting;
let current = new URLSearchParams(location.search).get('room') || 'lobby', told = ['connecting'];
const rooms = new Map(); // by name; "@" and a person's id until the server names a direct room
const outbox = new Map(); // by id: what is not acknowledged yet, oldest first
const t = (key, value) => texts[key]?.[language === 'zh' ? 0 : 1].replace('%', value) ?? key;
const room = name => rooms.get(name) ?? rooms.set(name,
  { name, title: name, seq: -1, lines: [], userCount: 0, people: [] }).get(name);
const say = frame => welcomed && socket.send(JSON.stringify(frame));
const join = one => one.name[0] !== '@' && say({ type: 'join', room: one.name, ref: one.name,
  ...(one.seq < 0 ? { last: 50 } : { after: one.seq, epoch: one.epoch }) });
const state = (...what) =>
  Object.assign($('state'), { textContent: t(...told = what), className: what[0] });
function connect() {
  clearTimeout(timer); state(attempt ? 'lost' : 'connecting'); token = kept.parlorToken ?? '';
  const query = new URLSearchParams({ name: kept.parlorName, token, lang: language });
  const mine = socket = new WebSocket(`/ws?${query}`, 'parlor.v1');
  mine.onmessage = ({ data }) => mine === socket && hear(JSON.parse(data));
  mine.onclose = ({ code }) => mine === socket && lost(code);
}
function lost(code) {
  if (welcomed && Date.now() - welcomed > 5000) attempt = 0;
  socket = welcomed = flying = undefined;
  const stale = code === 1008 && token; // of another server; another tab may have a new one already
  if (stale && kept.parlorToken === token) kept.parlorToken = '';
  if (stale) return connect();
  if (code === 1008 || code >= 4500) return state('ended');
  timer = setTimeout(connect, comeBack || Math.random() * Math.min(30000, 500 * 2 ** attempt++));
  comeBack = 0; state('lost');
}
function flush(answered) { // one at a time: later ones wait behind it, so their order stays
  if (outbox.delete(answered)) flying = undefined;
  const [next] = outbox.values();
  if (welcomed && next && flying !== next.id) say(next.frame, flying = next.id);
}
const handlers = {
  welcome(frame) {
    state(you ? 'resumed' : 'online');
    you = frame.you; welcomed = Date.now();
    if (frame.token) kept.parlorToken = frame.token;
    for (const { room: name, with: direct } of frame.direct)
      Object.assign(room(name), { title: direct.name, direct, open: true });
    room(current).open = true;
    for (const one of rooms.values()) if (one.open) join(one);
    say({ type: 'rooms' }); flush();
  },
  you({ name }) { you.name = name; }, ack({ id }) { flush(id); },
  joined({ room: name, title, epoch, userCount, resumed, direct }) {
    const one = Object.assign(room(name), { title, epoch, userCount, direct, open: true });
    if (!resumed) Object.assign(one, { seq: -1, lines: [] });
    const draft = direct && '@' + direct.userId;
    if (rooms.delete(draft) && current === draft) current = name;
    for (const each of outbox.values()) if (each.place === draft) each.place = name;
    say({ type: 'who', room: name });
  },
  caughtUp({ room: name, seq }) { room(name).seq = Math.max(room(name).seq, seq); },
  reset({ room: name }) { room(name).seq = -1; join(room(name)); state('reset'); },
  chat(frame) {
    const one = room(frame.room), { node, day } = outbox.get(frame.clientId) ?? {};
    if (frame.seq <= one.seq) return;
    one.seq = frame.seq;
    one.lines.push({ ...frame, time: new Date(frame.time), node, day });
    if (one.lines.length > 600) one.lines.splice(0, 100);
    if (frame.userId === you.userId) flush(frame.clientId);
    else one.unread = frame.room !== current || document.hidden;
  },
  error({ ref, message, retryAfterMillis: wait }) {
    const sent = outbox.get(ref), one = rooms.get(ref);
    state(...sent && !wait ? ['unsent', message] : [message]);
    if (wait) setTimeout(() => { flying = undefined; if (one) join(one); else flush(); }, wait);
    else if (one && rooms.delete(ref) && current === ref) enter(room('lobby'));
    else if (sent) flush(ref, $('text').value = sent.message + $('text').value); // to be changed
  },
  system({ room: name, event, user, userId, userCount }) {
    const one = Object.assign(room(name), { userCount });
    if (event === 'count') return;
    one.people = one.people.filter(each => each.userId !== userId);
    if (event === 'join') one.people.push({ userId, name: user });
    if (userId !== you.userId) one.lines.push({ event, user, userId, time: new Date() });
  },
  who({ room: name, people }) { room(name).people = people; },
  rooms(frame) { for (const each of frame.rooms) if (each.room[0] !== '~') room(each.room); },
  goaway({ retryAfterMillis }) { comeBack = retryAfterMillis; },
};
function hear(frame) {
  heard = Date.now(); handlers[frame.type]?.(frame); painting ??= setTimeout(paint, 20);
}
function el(tag, className, ...inside) {
  const node = Object.assign(document.createElement(tag), { className });
  return node.append(...inside) ?? node;
}
function who({ userId, name }) {
  const node = el('span', 'who', el('i', 'seal', [...name][0]), el('b', '', name));
  node.style.setProperty('--h', [...userId].reduce((h, c) => (h * 31 + c.charCodeAt()) % 360, 7));
  return Object.assign(node, { title: name });
}
function item(one, person, onclick) {
  one.node ??= el('li', '', el('button', '', person ? who(person) : one.title));
  const className = one.unread ? 'unread' : '', ariaCurrent = one.name === current;
  return Object.assign(one.node.firstChild, { onclick, className, ariaCurrent }).parentNode;
}
function fill(parent, nodes) { // what stands in its place is not touched: selection and focus stay
  for (const [i, node] of nodes.entries())
    if (node !== parent.children[i]) parent.insertBefore(node, parent.children[i] ?? null);
  while (parent.children.length > nodes.length) parent.lastChild.remove();
}
function row(line, before) {
  const { event, user, userId, time } = line;
  line.node ??= el('div', '', event ? '' : who({ userId, name: user }),
    el('span', 'what', event ? t(event, user) : line.message), el('span', 'when'));
  const again = before?.userId === userId && !event && !before.event && time - before.time < 3e5;
  line.node.className = ['row', event ? 'told' : line.seq ? '' : 'pending', again ? 'again' : '',
    userId === you.userId ? 'mine' : ''].join(' ');
  const [clock] = time.toTimeString().match(/^..:../), when = line.seq ? clock : t('sending');
  line.node.lastChild.textContent = event ? '' : when;
  if (before?.time.toDateString() === time.toDateString()) return [line.node];
  const words = time.toLocaleDateString(document.documentElement.lang, { dateStyle: 'full' });
  line.day ??= el('div', 'row day', el('span', 'who', time.getDate()), el('span', 'what', words));
  return [line.day, line.node];
}
function paint() {
  painting = undefined; if (!you) return;
  const one = room(current), box = $('lines'), all = [...rooms.values()];
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 100;
  if (!document.hidden) one.unread = false;
  document.title = `${all.some(each => each.unread) ? '■ ' : ''}${one.title} · Parlor`;
  $('title').textContent = one.title;
  $('count').textContent = one.direct ? '' : t('here', one.userCount);
  for (const place of [$('me').firstChild, $('self')]) place.replaceChildren(who(you));
  const list = wanted => all.filter(wanted).map(each => item(each, each.direct, () => enter(each)));
  fill($('rooms'), list(each => !each.direct)); fill($('directs'), list(each => each.direct));
  fill($('people'), one.people.map(each => item(each, each, () => talk(each))));
  const lines = [...one.lines, ...[...outbox.values()].filter(each => each.place === current)];
  fill(box, lines.flatMap((line, i) => row(line, lines[i - 1])));
  if (!lines.length) box.append(el('p', 'row told', el('span', 'what', t('empty'))));
  if (atEnd) box.scrollTop = box.scrollHeight;
}
function enter(one) {
  current = one.name; $('house').dataset.pane = 'room'; if (!one.open) join(one);
  paint(); $('lines').scrollTop = $('lines').scrollHeight; $('text').focus();
}
function talk(direct) {
  if (direct.userId === you.userId) return;
  const known = [...rooms.values()].find(each => each.direct?.userId === direct.userId);
  enter(known ?? Object.assign(room('@' + direct.userId), { title: direct.name, direct }));
}
function send(message) {
  const id = `${Date.now().toString(36)}-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  const to = current[0] === '@' && { type: 'private', to: current.slice(1) };
  const frame = { ...(to || { type: 'chat', room: current }), message, id, ref: id };
  const me = { userId: you.userId, user: you.name, time: new Date() };
  outbox.set(id, { id, frame, place: current, message, ...me }); flush(); enter(room(current));
}
function translate() {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  for (const each of document.querySelectorAll('[data-zh]'))
    each[each.matches('input, textarea') ? 'placeholder' : 'textContent'] = each.dataset[language];
  for (const one of rooms.values()) for (const line of one.lines) line.node = line.day = undefined;
  $('door').hidden = !($('house').hidden = !kept.parlorName);
  state(...told); paint();
}
const form = (id, field, act) => $(id).onsubmit = event => {
  event.preventDefault();
  const text = $(field).value;
  if (text.trim()) act(text, $(field).value = '');
};
form('enter', 'name', text => { kept.parlorName = text.trim(); translate(); connect(); });
form('go', 'goal', text => enter(room(text.trim().normalize('NFC').replace(/^[@~]+/, ''))));
form('say', 'text', text => you && send(text));
$('text').onkeydown = event => { // an Enter that chooses Chinese characters does not send
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault(); $('say').requestSubmit();
};
document.onclick = ({ target: { className, dataset } }) => {
  if (className === 'plain') $('house').dataset.pane = dataset.pane;
  if (className !== 'plain other') return;
  kept.parlorLanguage = language = language === 'zh' ? 'en' : 'zh'; translate();
};
addEventListener('online', () => welcomed || !you || connect());
document.onvisibilitychange = paint;
setInterval(() => { // two questions without an answer: the line is dead, whatever the socket says
  if (welcomed && Date.now() - heard > 45000) lost(1006); else say({ type: 'rooms' });
}, 20000);
translate();
if (kept.parlorName) connect();
