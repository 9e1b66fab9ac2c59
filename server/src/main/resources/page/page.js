// The plain page: the tutorial's client grown up. It speaks parlor.v1, keeps its place in every room
// and sends what was in flight again under the same id, so nothing is lost or doubled by a lost line.
const words = {
  zh: { invite: '有个名字就能进来，不用注册。', name: '你的名字', enter: '进来', rooms: '房间', people: '在这里的人', newRoom: '去另一个房间…', write: '写点什么…', send: '发送', other: 'English',
    here: n => `${n} 人在`, connecting: '正在连接…', online: '已连接', back: '连上了，断开期间的消息都在。', lost: s => `连接断了，${s} 秒后重试。`, offline: '现在没有网络，连上后会自己继续。',
    refused: '进不来：这里需要登录。', reset: '没能从断开处接上，已重新载入最近的消息。', sending: '发送中', failed: '没发出去', empty: '这里还没有人说话。', me: '我', elsewhere: '这里不再接受这个连接。' },
  en: { invite: 'A name is enough to come in.', name: 'Your name', enter: 'Come in', rooms: 'Rooms', people: 'Here now', newRoom: 'Go to another room…', write: 'Write something…', send: 'Send', other: '中文',
    here: n => `${n} here`, connecting: 'Connecting…', online: 'Connected', back: 'Back. Nothing was missed.', lost: s => `Connection lost. Trying again in ${s} seconds.`, offline: 'No network. This goes on by itself once there is.',
    refused: 'Not let in: this place needs a sign-in.', reset: 'Could not pick up where you left off. The latest messages were loaded again.', sending: 'sending', failed: 'not sent', empty: 'Nobody has spoken here yet.', me: 'me', elsewhere: 'This connection is no longer accepted here.' },
};
const $ = id => document.getElementById(id);
const kept = { get: key => localStorage.getItem('parlor.' + key) ?? '', set: (key, value) => localStorage.setItem('parlor.' + key, value) };
let language = kept.get('language') || (navigator.language.startsWith('zh') ? 'zh' : 'en');
let socket, you, ready = false, attempt = 0, comeBack = 0, timer, countdown, everOpen = false;
let current = new URLSearchParams(location.search).get('room') || 'lobby';
const rooms = new Map(); // name -> { title, direct, seq, epoch, lines, unread, userCount, people }
const outbox = new Map(); // id -> the frame as it was sent, until it is acknowledged or refused for good
const t = (key, value) => typeof words[language][key] === 'function' ? words[language][key](value) : words[language][key];
const el = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text ?? '' });
const room = name => rooms.get(name) ?? rooms.set(name, { title: name, seq: -1, lines: [], unread: 0, userCount: 0, people: [] }).get(name);

function translate() {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  for (const each of document.querySelectorAll('[data-t]')) each.textContent = t(each.dataset.t);
  for (const each of document.querySelectorAll('[data-p]')) { each.placeholder = t(each.dataset.p); each.ariaLabel = t(each.dataset.p); }
  draw();
}
function state(key, value, bad) { $('state').textContent = key ? t(key, value) : ''; $('state').classList.toggle('bad', !!bad); }

function connect() {
  clearTimeout(timer); clearInterval(countdown);
  state('connecting');
  const query = new URLSearchParams({ name: kept.get('name'), lang: language === 'zh' ? 'zh-Hans' : 'en' });
  if (kept.get('token')) query.set('token', kept.get('token'));
  const mine = socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws?${query}`, 'parlor.v1');
  mine.onmessage = event => { if (mine === socket) heard(JSON.parse(event.data)); };
  mine.onclose = event => { if (mine === socket) lost(event.code); };
}
function lost(code) {
  const wasReady = ready;
  ready = false;
  if (code === 1008 && kept.get('token')) { kept.set('token', ''); return connect(); } // another server's token
  if (code === 1008) return state('refused', null, true);
  if (code >= 4500 && code < 5000) return state('elsewhere', null, true);
  if (wasReady) attempt = 0;
  const wait = comeBack || Math.random() * Math.min(20000, 500 * 2 ** attempt++);
  const until = Date.now() + wait;
  comeBack = 0;
  const tell = () => navigator.onLine ? state('lost', Math.max(1, Math.ceil((until - Date.now()) / 1000)), true) : state('offline', null, true);
  tell();
  countdown = setInterval(tell, 500);
  timer = setTimeout(connect, wait);
}
const say = frame => { if (ready) socket.send(JSON.stringify(frame)); };
const join = (name, one) => say({ type: 'join', room: name, ...(one.seq >= 0 ? { after: one.seq, epoch: one.epoch } : { last: 50 }) });

const handlers = {
  welcome(frame) {
    you = frame.you; ready = true;
    if (frame.token) kept.set('token', frame.token);
    for (const each of frame.direct) if (!rooms.has(each.room)) Object.assign(room(each.room), { title: each.with.name, direct: each.with });
    room(current);
    for (const [name, one] of rooms) if (!one.draft) join(name, one);
    for (const frame of outbox.values()) say(frame);
    say({ type: 'rooms' });
    state(everOpen ? 'back' : 'online');
    everOpen = true;
  },
  you(frame) { you = { ...you, name: frame.name }; },
  joined(frame) {
    const one = room(frame.room);
    if (one.seq < 0 || one.epoch !== frame.epoch && !frame.resumed) one.seq = Math.max(one.seq, 0);
    Object.assign(one, { title: frame.title, epoch: frame.epoch, userCount: frame.userCount, direct: frame.direct ?? one.direct });
    const draft = frame.direct && rooms.get('@' + frame.direct.userId);
    if (draft) { rooms.delete('@' + frame.direct.userId); if (current === '@' + frame.direct.userId) current = frame.room; }
    say({ type: 'who', room: frame.room });
  },
  reset(frame) { Object.assign(room(frame.room), { seq: frame.from - 1, epoch: frame.epoch, lines: [] }); state('reset'); say({ type: 'history', room: frame.room, limit: 50 }); },
  history(frame) { const one = room(frame.room); one.lines = [...frame.entries, ...one.lines.filter(line => !line.seq || line.seq > (frame.entries.at(-1)?.seq ?? 0))]; },
  chat(frame) {
    const one = room(frame.room);
    if (frame.seq <= one.seq) return;
    one.seq = frame.seq;
    one.lines.push(frame);
    if (one.lines.length > 500) one.lines.splice(0, 100);
    if (frame.userId === you.userId && frame.clientId) outbox.delete(frame.clientId);
    else if (frame.room !== current || document.hidden) one.unread++;
  },
  ack(frame) { if (frame.id) outbox.delete(frame.id); },
  error(frame) {
    const sent = outbox.get(frame.ref);
    if (sent && ['rate_limited', 'overloaded', 'storage_unavailable', 'internal'].includes(frame.code)) setTimeout(() => outbox.has(sent.id) && say(sent), frame.retryAfterMillis ?? 2000);
    else if (sent) sent.failed = frame.message;
    $('state').textContent = frame.message; $('state').classList.add('bad');
  },
  system(frame) {
    const one = room(frame.room);
    one.userCount = frame.userCount;
    if (frame.event === 'join' || frame.event === 'leave') { one.lines.push({ told: frame.message }); say({ type: 'who', room: frame.room }); }
  },
  who(frame) { Object.assign(room(frame.room), { people: frame.people, userCount: frame.userCount }); },
  rooms(frame) { $('directory').replaceChildren(...frame.rooms.filter(one => !one.room.startsWith('~')).map(one => Object.assign(document.createElement('option'), { value: one.room }))); },
  goaway(frame) { comeBack = frame.retryAfterMillis; },
};
function heard(frame) { handlers[frame.type]?.(frame); draw(); }

let drawing = false;
function draw() { if (!drawing) { drawing = true; requestAnimationFrame(() => { drawing = false; if (you) paint(); }); } }
function paint() {
  const one = room(current), lines = $('lines'), atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 100;
  if (!document.hidden) one.unread = 0;
  const all = [...rooms.values()].reduce((sum, each) => sum + each.unread, 0);
  document.title = (all ? `(${all}) ` : '') + one.title + ' · Parlor';
  $('title').textContent = one.title; $('count').textContent = one.draft ? '' : t('here', one.userCount); $('me').textContent = you.name;
  $('rooms').replaceChildren(...[...rooms].map(([name, each]) => item(each.title, `${each.direct ? 'direct' : ''} ${each.unread ? 'unread' : ''}`, () => enter(name), { current: name === current, unread: each.unread })));
  $('people').replaceChildren(...one.people.map(person => item(person.userId === you.userId ? `${person.name} (${t('me')})` : person.name, '', () => person.userId !== you.userId && talkTo(person))));
  const pending = [...outbox.values()].filter(frame => (frame.room ?? '@' + frame.to) === current || one.direct && frame.to === one.direct.userId)
    .map(frame => line(you.name, frame.message, frame.failed ?? t('sending'), 'mine ' + (frame.failed ? 'failed' : 'pending')));
  const said = one.lines.map(each => each.told ? line('', each.told, '', 'told') : line(each.user, each.message, new Date(each.time).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' }), each.userId === you.userId ? 'mine' : ''));
  lines.replaceChildren(...said, ...pending);
  if (!lines.childElementCount) lines.append(line('', t('empty'), '', 'told'));
  if (atEnd) lines.scrollTop = lines.scrollHeight;
}
function line(who, what, when, className) { const div = el('div', 'line ' + className); div.append(el('span', 'who', who), el('span', 'what', what), el('span', 'when', when)); div.firstChild.title = who; return div; }
function item(text, className, chosen, { current = false, unread = 0 } = {}) {
  const button = Object.assign(el('button', className, text), { type: 'button', onclick: chosen });
  if (current) button.setAttribute('aria-current', 'true');
  if (unread) button.dataset.unread = unread;
  const li = document.createElement('li'); li.append(button); return li;
}
function enter(name) {
  const fresh = !rooms.has(name);
  current = name;
  const one = room(name);
  if (fresh) join(name, one);
  $('lines').scrollTop = $('lines').scrollHeight;
  draw(); $('text').focus();
}
function talkTo(person) {
  const known = [...rooms].find(([, one]) => one.direct?.userId === person.userId);
  if (!known) Object.assign(room('@' + person.userId), { title: person.name, direct: person, draft: true });
  enter(known ? known[0] : '@' + person.userId);
}
function send(message) {
  const one = room(current), id = crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');
  const frame = one.draft ? { type: 'private', to: one.direct.userId, message, id, ref: id } : { type: 'chat', room: current, message, id, ref: id };
  outbox.set(id, frame);
  say(frame);
  draw(); $('lines').scrollTop = $('lines').scrollHeight;
}
$('say').onsubmit = event => { event.preventDefault(); const text = $('text').value; if (text.trim()) { send(text); $('text').value = ''; } $('text').focus(); };
$('text').onkeydown = event => { if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); $('say').requestSubmit(); } };
$('roomForm').onsubmit = event => { event.preventDefault(); const name = $('room').value.trim().normalize('NFC'); if (name) { $('room').value = ''; enter(name); } };
$('enterForm').onsubmit = event => { event.preventDefault(); kept.set('name', $('name').value.trim()); begin(); };
for (const button of document.querySelectorAll('.language')) button.onclick = () => { language = language === 'zh' ? 'en' : 'zh'; kept.set('language', language); translate(); };
addEventListener('online', () => { if (!ready && you) connect(); });
document.addEventListener('visibilitychange', draw);
function begin() {
  const named = kept.get('name') !== '';
  $('enter').hidden = named; $('app').hidden = !named;
  if (named) connect(); else $('name').focus();
}
translate();
begin();
