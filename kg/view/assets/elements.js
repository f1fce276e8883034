// Elements whose texts are texts, never markup; and the language of the interface.
const byId = (id) => document.getElementById(id);
const root = document.documentElement;
function el(name, options, ...children) {
  const { colour, ...attributes } = options || {};
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null) made.setAttribute(key === 'cls' ? 'class' : key, value);
  if (colour) made.style.setProperty('--c', colour);
  return put(made, children);
}
function put(parent, ...children) { // the children, however nested, in place of what was there; null stands for none
  parent.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''));
  return parent;
}
function drawn(name, attributes, ...children) { // an element of an SVG drawing
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
function mark(group) {
  const svg = drawn('svg', { class: 'mark', viewBox: '0 0 14 14', 'aria-hidden': 'true' }, drawn('path', { d: group.path }));
  svg.style.setProperty('--c', group.color);
  return svg;
}

const english = () => root.dataset.ui === 'en';
const say = (zh, en) => (english() ? en : zh);
const told = (names) => say(names.zh, names.en);
const heard = []; // what is to be drawn anew when the language changes
function speak(language) {
  if (language === 'en') root.dataset.ui = 'en'; else delete root.dataset.ui;
  root.lang = language === 'en' ? 'en' : 'zh-Hans';
  byId('language').textContent = say('English', '中文');
  byId('language').lang = say('en', 'zh-Hans');
  document.querySelectorAll('[data-en]').forEach((made) => {
    const name = made.placeholder === undefined ? 'title' : 'placeholder';
    made.dataset.zh ||= made.getAttribute(name);
    made.setAttribute(name, say(made.dataset.zh, made.dataset.en));
    if (name === 'title' || !made.labels || !made.labels.length) made.setAttribute('aria-label', made.getAttribute(name));
  });
  heard.forEach((redraw) => redraw());
}
function languages() { // the reader's choice, kept from page to page where the browser allows it
  const known = new URLSearchParams(location.hash.slice(1)).get('lang');
  let kept = null;
  try { kept = localStorage.getItem('kg-language'); } catch (refused) { /* pages inside a notebook have no store */ }
  byId('language').addEventListener('click', () => {
    speak(say('en', 'zh'));
    try { localStorage.setItem('kg-language', say('zh', 'en')); } catch (refused) { /* as above */ }
  });
  speak(known || kept || 'zh');
}
