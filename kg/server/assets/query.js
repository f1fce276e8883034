// The query page: YASGUI for the endpoint beside it, and the example questions. Nothing is asked of any other machine.
"use strict";

const ENDPOINT = new URL("sparql", location.href).href;
const PREFIXES = Object.fromEntries(
  [...document.querySelectorAll("[data-query]")]
    .flatMap((example) => [...example.dataset.query.matchAll(/^PREFIX (\w+): <([^>]+)>$/gm)])
    .map(([, name, iri]) => [name, iri]),
);
const START = `PREFIX kg: <${PREFIXES.kg}>\nPREFIX skos: <${PREFIXES.skos}>\n
SELECT ?who ?where WHERE {
  ?person kg:visited ?place ; skos:prefLabel ?who .
  ?place skos:prefLabel ?where .
}
LIMIT 50
`;

// Completion that asks prefix.cc or LOV would leave this machine.
Yasgui.Yasqe.defaults.autocompleters = ["variables"];
Yasgui.Yasqe.defaults.value = START;
Yasgui.Yasr.defaults.prefixes = PREFIXES;

// A cut answer says so in a header that YASGUI does not show.
const asked = window.fetch.bind(window);
window.fetch = async (...request) => {
  const answer = await asked(...request);
  const rows = answer.headers.get("Kg-Cut-After");
  const note = document.getElementById("cut");
  note.hidden = rows === null;
  note.textContent = `只显示前 ${rows} 行，后面的已截断 · only the first ${rows} rows; the rest is cut`;
  return answer;
};

// Names without quotes and language tags.
const TABLE = { settings: { pluginsConfig: { table: { compact: true, isEllipsed: true } } } };

const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint: ENDPOINT, method: "POST" },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [{ endpoint: ENDPOINT }], keys: [] },
  // Tabs are remembered by the browser, apart for every server.
  persistenceId: `kg ${ENDPOINT}`,
});

function ask(example) {
  const { name, query } = example.dataset;
  const open = Object.values(yasgui._tabs).find((tab) => tab.name() === name);
  const tab = open || yasgui.addTab(true, { name, requestConfig: { endpoint: ENDPOINT }, yasr: TABLE });
  yasgui.selectTabId(tab.getId());
  tab.setQuery(query);
  tab.query().catch(() => {}); // what went wrong stands in the result
}

for (const example of document.querySelectorAll("[data-query]")) {
  example.addEventListener("click", () => ask(example));
}
document.getElementById("endpoint").textContent = ENDPOINT;
