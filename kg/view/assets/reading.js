// Pages that are read: their search. The names of all things are a file of their own, fetched when the search is used first.
let known = null;
const groups = {};
window.kgNames = ({ looks, types, rows }) => {
  Object.assign(groups, looks);
  known = rows.map(([name, type, file, py, also]) => ({ name, file, py: py || '', also: also || [], kind: types[type], last: types[type].group === 'article' }));
};
const script = document.currentScript, folder = script.src.slice(0, script.src.lastIndexOf('/') + 1);
const look = combobox(byId('search'), byId('found'), () => known || [],
  (item) => [mark(groups[item.kind.group]), el('span', null, item.name), el('small', null, told(item.kind))],
  (item) => { location.href = folder + item.file; });
function fetchNames() {
  if (byId('names')) return;
  const names = el('script', { id: 'names', src: `${folder}names.js` });
  names.nonce = script.nonce;
  names.addEventListener('load', () => { if (plain(byId('search').value)) look(); });
  document.head.append(names);
}
byId('search').addEventListener('focus', fetchNames);
byId('search').addEventListener('input', fetchNames);
languages();
