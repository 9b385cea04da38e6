// The editor for this server's endpoint, and the questions that come with graphkit as examples.
const endpoint = new URL("/sparql", location.href).href;
const questions = JSON.parse(document.getElementById("questions").textContent);
const first = questions.find((one) => one.name === "newest") ?? questions[0];

Yasgui.Yasqe.defaults.value = first.sparql;
Yasgui.Yasqe.defaults.autocompleters = ["variables"]; // the others ask servers elsewhere for terms
Yasgui.Yasqe.defaults.createShareableLink = null;
Yasgui.Yasqe.defaults.prefixCcApi = null;

const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [] },
  populateFromUrl: false,
});

for (const tab of Object.values(yasgui._tabs)) tab.setEndpoint(endpoint);

const menu = document.getElementById("examples");
for (const { name, title } of questions) menu.add(new Option(title, name));
menu.addEventListener("change", () => {
  const chosen = questions.find((one) => one.name === menu.value);
  if (chosen) yasgui.addTab(true, { name: chosen.name, yasqe: { value: chosen.sparql }, requestConfig: { endpoint } });
  menu.value = "";
});
